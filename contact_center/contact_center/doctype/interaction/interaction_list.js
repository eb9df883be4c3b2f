// The list of cards: open ones first to see, the newest on top.

frappe.listview_settings["Interaction"] = {
	add_fields: ["status", "anonymous"],
	hide_name_column: true,
	hide_name_filter: true,
	get_indicator(doc) {
		const color = doc.status === "Open" ? "orange" : "gray";
		return [__(doc.status, null, "Interaction"), color, `status,=,${doc.status}`];
	},
	onload(listview) {
		contact_center.list.explain_empty(listview, (fields) =>
			fields.length
				? __("No card fits these filters. Clear them to see all cards.")
				: __("No card yet: one is begun with each call at the operator's desk, and with each request from the portal.")
		);
	},
};
