frappe.listview_settings["Text Module"] = {
	hide_name_column: true,
	hide_name_filter: true,
};
