// A line is known by what happened, not by its name in the database.

frappe.listview_settings["Request Journal"] = {
	hide_name_column: true,
	hide_name_filter: true,
	formatters: {
		kind: (value) => contact_center.journal.kind(value).label,
	},
};
