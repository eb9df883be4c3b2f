// A line is known by what happened, not by its name in the database.

frappe.listview_settings["Request Journal"] = {
	hide_name_column: true,
	hide_name_filter: true,
	formatters: {
		// In a span, for the list of Frappe 16 takes a bare text for a selector.
		kind: (value) => `<span>${contact_center.journal.kind(value).label}</span>`,
	},
	refresh: (listview) => contact_center.list.plain_titles(listview),
};
