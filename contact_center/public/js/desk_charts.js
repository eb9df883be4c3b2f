// A chart cuts the names on its axis to a few letters: «Водопо ...». Those of our charts are spelled out, on several lines.

frappe.provide("contact_center.charts");

// A letter's width and a line's height on the axis, in CSS pixels.
contact_center.charts.LETTER = 6;
contact_center.charts.LINE = 11;

contact_center.charts.lines_of = function (name, width) {
	const lines = [];
	for (const word of name.split(" ")) {
		const longer = [lines.at(-1), word].join(" ");
		if (lines.length && longer.length * contact_center.charts.LETTER <= width) lines[lines.length - 1] = longer;
		else lines.push(word);
	}
	return lines;
};

contact_center.charts.spell_out = function (wrapper, names) {
	const { LINE, lines_of } = contact_center.charts;
	const width = (wrapper.querySelector(".frappe-chart")?.clientWidth || 0) / (names.length || 1);
	wrapper.querySelectorAll(".x.axis text").forEach((text, place) => {
		if (!text.textContent.endsWith(" ...") || !names[place]) return;
		const line = (words) => `<tspan x="0" dy="${LINE}">${frappe.utils.escape_html(words)}</tspan>`;
		text.removeAttribute("dy");
		text.innerHTML = lines_of(names[place], width).map(line).join("");
		text.ownerSVGElement.style.overflow = "visible";
	});
};

// Watches charts whose data asks for it, since a chart is drawn anew whenever its width changes.
contact_center.charts.watch = function () {
	const { make_chart } = frappe.utils;
	frappe.utils.make_chart = function (wrapper, options, ...rest) {
		const chart = make_chart.call(this, wrapper, options, ...rest);
		if (options?.data?.spelled_out) {
			const [element] = $(wrapper);
			const spell_out = () => contact_center.charts.spell_out(element, options.data.labels);
			new MutationObserver(spell_out).observe(element, { childList: true, subtree: true });
		}
		return chart;
	};
};

if (contact_center.is_ours()) contact_center.charts.watch();
