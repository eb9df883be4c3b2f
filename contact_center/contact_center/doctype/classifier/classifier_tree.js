frappe.treeview_settings["Classifier"] = {
	title: __("Classifier of Main Requests"),
	breadcrumb: "Contact Center",
	// Show the title, with the code beside it.
	get_label: (node) =>
		node.title && node.title !== node.label
			? `${frappe.utils.escape_html(node.title)} <span class="text-muted">${frappe.utils.escape_html(node.label)}</span>`
			: frappe.utils.escape_html(__(node.title || node.label)),
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
