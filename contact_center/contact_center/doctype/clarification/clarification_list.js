frappe.listview_settings.Clarification = contact_center.knowledge.list(() =>
	__("No clarification yet. Write the first one: a question as citizens ask it, and the answer that all give.")
);
