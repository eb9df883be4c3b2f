frappe.listview_settings["Administrative Service"] = contact_center.knowledge.list(() =>
	__("No service is described yet. Describe the first one: what it needs, where it is had, how long it takes.")
);
