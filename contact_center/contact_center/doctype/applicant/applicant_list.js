frappe.listview_settings["Applicant"] = {
	hide_name_column: true,
	hide_name_filter: true,
};
