frappe.treeview_settings["Executor"] = contact_center.pages.tree(__("Executors"), "parent_executor", {
	fieldtype: "Data",
	fieldname: "official_email",
	label: __("Official E-mail"),
	options: "Email",
});
