frappe.treeview_settings["Classifier"] = {
	title: __("Classifier of Main Requests"),
	breadcrumb: "Contact Center",
	get_tree_root: false,
	root_label: __("All Matters"),
	fields: [
		{ fieldtype: "Data", fieldname: "code", label: __("Code"), reqd: 1 },
		{ fieldtype: "Data", fieldname: "title", label: __("Title"), reqd: 1 },
		{ fieldtype: "Check", fieldname: "is_group", label: __("Is Group") },
		{
			fieldtype: "Link",
			fieldname: "request_type",
			options: "Request Type",
			label: __("Request Type"),
			depends_on: "eval:!doc.is_group",
			mandatory_depends_on: "eval:!doc.is_group",
		},
	],
	ignore_fields: ["parent_classifier"],
};
