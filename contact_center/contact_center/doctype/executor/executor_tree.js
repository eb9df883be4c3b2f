frappe.treeview_settings["Executor"] = {
	title: __("Executors"),
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
		{ fieldtype: "Data", fieldname: "official_email", label: __("Official E-mail"), options: "Email" },
	],
	ignore_fields: ["parent_executor"],
};
