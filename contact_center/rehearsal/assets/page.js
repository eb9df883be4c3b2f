/* Draws the charts of the page from the data that lies in it. */
(function () {
	"use strict";
	const data = JSON.parse(document.getElementById("data").textContent);
	const words = data.words;
	const narrow = () => window.innerWidth < 600;
	const blue = "#1d5f9e", red = "#b3261e", grey = "#9aa7b4", amber = "#b45309";
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

	function daily() {
		const series = [["received", blue, "line"], ["closed", grey, "line"], ["broken", red, "bar"]];
		return {
			legend: legend(series.map(([key]) => words[key])),
			tooltip: tooltip(),
			grid: { left: 8, right: 12, top: 44, bottom: 8, containLabel: true },
			xAxis: { type: "category", data: data.days.map((row) => day(row.day)) },
			yAxis: values(),
			series: series.map(([key, color, type]) => ({
				name: words[key], type, color, symbol: "none", lineStyle: { width: 2, type: key === "closed" ? "dashed" : "solid" },
				data: data.days.map((row) => row[key]),
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

	function load() {
		const all = data.load.find((row) => row.code === "");
		const start = new Date(all.first + "T00:00:00Z");
		const days = all.open.map((_, place) => new Date(start.getTime() + place * 86400000).toISOString().slice(0, 10));
		const names = data.load.map((row) => row.title || words.total);
		return {
			legend: legend(names),
			tooltip: tooltip(),
			grid: { left: 8, right: 12, top: 44, bottom: 8, containLabel: true },
			xAxis: { type: "category", data: days.map(day) },
			yAxis: values(),
			series: data.load.map((row, place) => ({
				name: names[place], type: "line", symbol: "none", data: row.open,
				lineStyle: { width: place ? 1.5 : 3 },
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
})();
