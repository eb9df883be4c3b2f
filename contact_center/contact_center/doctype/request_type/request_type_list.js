// A term is read with its unit: «Години: 2», «Без визначеного строку».

// In a span, for the list of Frappe 16 takes a bare text for a selector.
const term = (amount, unit) => `<span>${amount ? `${__(unit)}: ${amount}` : __(unit)}</span>`;

frappe.listview_settings["Request Type"] = {
	add_fields: ["accept_unit", "done_unit"],
	hide_name_column: true,
	hide_name_filter: true,
	formatters: {
		accept_amount: (value, _df, doc) => term(value, doc.accept_unit),
		done_amount: (value, _df, doc) => term(value, doc.done_unit),
	},
};
