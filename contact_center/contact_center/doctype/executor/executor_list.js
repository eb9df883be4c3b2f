frappe.listview_settings["Executor"] = {
	add_fields: ["is_active", "is_group", "short_title"],
	hide_name_filter: true,
	get_indicator: (doc) =>
		doc.is_active ? [__("Active"), "green", "is_active,=,1"] : [__("Inactive"), "gray", "is_active,=,0"],
};
