/* Draws the charts of the page from the data that lies in it. */
(function () {
	"use strict";
	const data = JSON.parse(document.getElementById("data").textContent);
	const words = data.words;
	const narrow = () => window.innerWidth < 600;
	const blue = "#1d5f9e", red = "#b3261e", grey = "#9aa7b4", amber = "#b45309", ink = "#1c2733";
	const palette = [grey, blue, red, amber, "#1b6e3c", "#5b4b9a", "#0f766e", "#9d174d", "#3f6212", "#7c2d12", "#334155"];
	const text = { fontFamily: "system-ui, 'Segoe UI', 'Noto Sans', sans-serif", fontSize: 13, color: "#1c2733" };
	const charts = [];

	function day(iso) {
		const [year, month, date] = iso.split("-");
		return data.language === "uk" ? `${date}.${month}.${year.slice(2)}` : iso;
	}

	function draw(id, option) {
		const place = document.getElementById(id);
		if (!place) return;
		const chart = window.echarts.init(place, null, { renderer: "svg" });
		chart.setOption(Object.assign({ textStyle: text, animation: false, color: palette, aria: { show: true } }, option()));
		charts.push({ chart, option });
	}

	// Numbers as they are written in the page's language.
	const number = (value) => Number(value).toLocaleString(data.language === "uk" ? "uk-UA" : "en-GB");
	const values = () => ({ type: "value", minInterval: 1, axisLabel: { formatter: number } });

	function tooltip() {
		return { trigger: "axis", confine: true, valueFormatter: number, axisPointer: { type: "shadow" } };
	}

	function legend(names) {
		return { data: names, top: 0, left: 0, type: "scroll", textStyle: text };
	}

	// What the policy set against the first would give stands beside what is so now.
	const wouldBe = (word) => `${word} (${words.would_be.toLowerCase()})`;

	function daily() {
		const now = new Map(data.days.map((row) => [row.day, row]));
		const then = new Map(data.against.days.map((row) => [row.day, row]));
		const days = [...new Set([...now.keys(), ...then.keys()])].sort();
		const series = [["received", blue, "line", now], ["closed", grey, "line", now], ["broken", red, "bar", now]];
		if (then.size) series.push(["broken", amber, "bar", then]);
		const name = ([key, , , rows]) => rows === then ? wouldBe(words[key]) : words[key];
		return {
			legend: legend(series.map(name)),
			tooltip: tooltip(),
			grid: { left: 8, right: 12, top: 44, bottom: 8, containLabel: true },
			xAxis: { type: "category", data: days.map(day) },
			yAxis: values(),
			series: series.map((each) => ({
				name: name(each), type: each[2], color: each[1], symbol: "none",
				lineStyle: { width: 2, type: each[0] === "closed" ? "dashed" : "solid" },
				data: days.map((one) => (each[3].get(one) || {})[each[0]] || 0),
			})),
		};
	}

	function ranking(rows, whole) {
		return () => {
			const some = rows.slice(0, narrow() ? 10 : 15).reverse();
			return {
				legend: legend([words.overdue, words.kept]),
				tooltip: tooltip(),
				grid: { left: 8, right: 20, top: 40, bottom: 8, containLabel: true },
				xAxis: Object.assign(values(), { splitNumber: narrow() ? 3 : 6 }),
				yAxis: {
					type: "category", data: some.map((row) => row.title),
					axisLabel: { width: narrow() ? 120 : 300, overflow: "truncate", fontSize: narrow() ? 11 : 13, interval: 0 },
				},
				series: [
					{ name: words.overdue, type: "bar", stack: "all", color: red, data: some.map((row) => row.overdue) },
					{ name: words.kept, type: "bar", stack: "all", color: "#c9d3dc", data: some.map((row) => row[whole] - row.overdue) },
				],
			};
		};
	}

	const later = (iso, days) => new Date(new Date(iso + "T00:00:00Z").getTime() + days * 86400000).toISOString().slice(0, 10);
	const curve = (row) => new Map(row.open.map((count, place) => [later(row.first, place), count]));

	function load() {
		const now = data.load.map((row) => ({ row, name: row.code ? row.title : words.total }));
		const then = data.against.load.filter((row) => row.code === "");
		const against = then.map((row) => ({ row, name: wouldBe(words.total), against: true }));
		const lines = [...now.slice(0, 1), ...against, ...now.slice(1)];
		const curves = lines.map(({ row }) => curve(row));
		const days = [...new Set(curves.flatMap((each) => [...each.keys()]))].sort();
		return {
			legend: legend(lines.map(({ name }) => name)),
			tooltip: tooltip(),
			grid: { left: 8, right: 12, top: 44, bottom: 8, containLabel: true },
			xAxis: { type: "category", data: days.map(day) },
			yAxis: values(),
			series: lines.map(({ row, name, against }, place) => ({
				name, type: "line", symbol: "none", data: days.map((one) => curves[place].get(one) || 0),
				lineStyle: { width: row.code ? 1.5 : 3, type: against ? "dotted" : "solid" },
				color: against ? ink : palette[now.findIndex((each) => each.row === row) % palette.length],
			})),
		};
	}

	draw("chart-days", daily);
	draw("chart-executors", ranking(data.executors, "tasks"));
	draw("chart-classifier", ranking(data.classifier, "requests"));
	draw("chart-districts", ranking(data.districts, "requests"));
	draw("chart-types", ranking(data.types, "requests"));
	if (data.load.length) draw("chart-load", load);

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
