frappe.treeview_settings["Executor"] = {
	title: __("Executors"),
	breadcrumb: "Contact Center",
	get_tree_root: false,
	root_label: __("All Executors"),
	fields: [
		{ fieldtype: "Data", fieldname: "code", label: __("Code"), reqd: 1 },
		{ fieldtype: "Data", fieldname: "title", label: __("Title"), reqd: 1 },
		{ fieldtype: "Check", fieldname: "is_group", label: __("Is Group") },
		{ fieldtype: "Data", fieldname: "official_email", label: __("Official E-mail"), options: "Email" },
	],
	ignore_fields: ["parent_executor"],
};
