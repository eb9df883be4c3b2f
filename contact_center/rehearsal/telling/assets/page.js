/* Draws the charts of the page from the data that lies in it. */
(function () {
	"use strict";
	const data = JSON.parse(document.getElementById("data").textContent);
	const words = data.words;
	const narrow = () => window.innerWidth < 600;
	const blue = "#1d5f9e", red = "#b3261e", grey = "#9aa7b4", amber = "#d97706", ink = "#1c2733";
	const palette = [grey, blue, red, "#b45309", "#1b6e3c", "#5b4b9a", "#0f766e", "#9d174d", "#3f6212", "#7c2d12", "#334155"];
	const text = { fontFamily: "system-ui, 'Segoe UI', 'Noto Sans', sans-serif", fontSize: 13, color: "#1c2733" };
	const charts = [];

	function day(iso) {
		const [year, month, date] = iso.split("-");
		return data.language === "uk" ? `${date}.${month}.${year.slice(2)}` : iso;
	}

	// A legend wraps, and nothing in the drawing makes room for it: its lines are counted, the drawing grows by them.
	const pen = document.createElement("canvas").getContext("2d");
	const mark = 25, gap = 12, line = 24;

	function legendLines(names, width) {
		pen.font = `${text.fontSize}px ${text.fontFamily}`;
		let lines = 1, used = 0;
		names.forEach((name) => {
			const wide = mark + 5 + pen.measureText(name).width;
			if (used && used + wide > width) {
				lines += 1;
				used = 0;
			}
			used += wide + gap;
		});
		return lines;
	}

	function sized(place, option) {
		const height = legendLines(option.legend.data, place.clientWidth) * line;
		place.style.height = "";
		place.style.height = `${place.clientHeight + height - line}px`;
		option.grid.top = height + 18;
		return option;
	}

	function draw(id, option) {
		const place = document.getElementById(id);
		if (!place) return;
		const first = sized(place, option());
		const chart = window.echarts.init(place, null, { renderer: "svg" });
		chart.setOption(Object.assign({ textStyle: text, animation: false, color: palette, aria: { show: true } }, first));
		charts.push({ chart, option: () => sized(place, option()) });
	}

	// Numbers as they are written in the page's language.
	const number = (value) => Number(value).toLocaleString(data.language === "uk" ? "uk-UA" : "en-GB");
	const values = () => ({ type: "value", minInterval: 1, axisLabel: { formatter: number } });

	function tooltip() {
		return { trigger: "axis", confine: true, valueFormatter: number, axisPointer: { type: "shadow" } };
	}

	function legend(names) {
		return {
			data: names, top: 0, left: 0, padding: 0, type: "plain", itemWidth: mark, itemHeight: 12, itemGap: gap,
			textStyle: Object.assign({ lineHeight: line - gap }, text),
		};
	}

	// Of two policies every series says whose it is.
	const whose = [words.as_is, words.would_be].map((word) => word.toLowerCase());
	const sides = data.compared ? [0, 1] : [0];
	const named = (word, side) => data.compared ? `${word} (${whose[side]})` : word;

	function daily() {
		const rows = [data.days, data.against.days].map((side) => new Map(side.map((row) => [row.day, row])));
		const days = [...new Set(rows.flatMap((side) => [...side.keys()]))].sort();
		const series = [
			["received", 0, { type: "line", color: blue, lineStyle: { width: 2 } }],
			...sides.map((side) => ["closed", side, { type: "line", color: grey, lineStyle: { width: 2, type: side ? "dotted" : "dashed" } }]),
			...sides.map((side) => ["broken", side, { type: "bar", color: side ? amber : red }]),
		].filter(([key]) => !data.unknown.includes(key));
		return {
			legend: legend(series.map(([key, side]) => named(words[key], side))),
			tooltip: tooltip(),
			grid: { left: 8, right: 12, bottom: 8, containLabel: true },
			xAxis: { type: "category", data: days.map(day) },
			yAxis: values(),
			series: series.map(([key, side, look]) => Object.assign({
				name: named(words[key], side), symbol: "none", data: days.map((one) => (rows[side].get(one) || {})[key] || 0),
			}, look)),
		};
	}

	function ranking(rows) {
		return () => {
			const some = rows.slice(0, narrow() ? 10 : 15).reverse();
			// Where nothing is known of terms, a bar only says how many there are.
			const bars = sides.flatMap((side) => data.unknown.includes("overdue") ? [
				{ name: named(words.total, side), stack: whose[side], color: side ? "#ecdcc4" : "#c9d3dc", data: some.map((row) => row.whole[side]) },
			] : [
				{ name: named(words.overdue, side), stack: whose[side], color: side ? amber : red, data: some.map((row) => row.overdue[side]) },
				{
					name: named(words.kept, side), stack: whose[side], color: side ? "#ecdcc4" : "#c9d3dc",
					data: some.map((row) => row.whole[side] - row.overdue[side]),
				},
			]);
			return {
				legend: legend(bars.map(({ name }) => name)),
				tooltip: tooltip(),
				grid: { left: 8, right: 20, bottom: 8, containLabel: true },
				xAxis: Object.assign(values(), { splitNumber: narrow() ? 3 : 6 }),
				yAxis: {
					type: "category", data: some.map((row) => row.title),
					axisLabel: { width: narrow() ? 120 : 300, overflow: "truncate", fontSize: narrow() ? 11 : 13, interval: 0 },
				},
				series: bars.map((each) => Object.assign({ type: "bar", barGap: "0%", barCategoryGap: "25%" }, each)),
			};
		};
	}

	const later = (iso, days) => new Date(new Date(iso + "T00:00:00Z").getTime() + days * 86400000).toISOString().slice(0, 10);

	// Of two policies everybody together and the four executors whose curves differ most.
	function load() {
		const shown = data.compared ? 5 : 11;
		const lines = [data.load, data.against.load].flatMap((rows, side) => rows.slice(0, shown).map((row, place) => ({ row, side, place })));
		lines.sort((one, other) => one.place - other.place || one.side - other.side);
		const name = ({ row, side }) => named(row.code ? row.title : words.total, side);
		const { first, open } = data.load[0];
		return {
			legend: legend(lines.map(name)),
			tooltip: tooltip(),
			grid: { left: 8, right: 12, bottom: 8, containLabel: true },
			xAxis: { type: "category", data: open.map((_, place) => day(later(first, place))) },
			yAxis: values(),
			series: lines.map((each) => ({
				name: name(each), type: "line", symbol: "none", data: each.row.open,
				color: each.side && !each.row.code ? ink : palette[each.place % palette.length],
				lineStyle: { width: each.row.code ? 1.5 : 3, type: each.side ? "dotted" : "solid" },
			})),
		};
	}

	draw("chart-days", daily);
	Object.keys(data.parts).forEach((part) => draw(`chart-${part}`, ranking(data.parts[part])));
	draw("chart-load", load);

	// On paper a drawing is scaled as it is: it needs to know its own size.
	function frame({ chart }) {
		const drawing = chart.getDom().querySelector("svg");
		drawing.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
	}

	window.addEventListener("resize", () => {
		charts.forEach((each) => {
			each.chart.setOption(each.option());
			each.chart.resize();
			frame(each);
		});
	});
	charts.forEach(frame);

	// On paper nothing is folded away.
	let opened = [];
	window.addEventListener("beforeprint", () => {
		opened = [...document.querySelectorAll("details:not([open])")];
		opened.forEach((each) => { each.open = true; });
	});
	window.addEventListener("afterprint", () => opened.forEach((each) => { each.open = false; }));
})();
