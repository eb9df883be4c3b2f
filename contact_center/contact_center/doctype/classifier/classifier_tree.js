frappe.treeview_settings["Classifier"] = contact_center.pages.tree(
	__("Classifier of Main Requests"),
	"parent_classifier",
	{
		fieldtype: "Link",
		fieldname: "request_type",
		options: "Request Type",
		label: __("Request Type"),
		depends_on: "eval:!doc.is_group",
		mandatory_depends_on: "eval:!doc.is_group",
	}
);
