// The list of cards: open ones first to see, the newest on top.

frappe.listview_settings["Interaction"] = {
	add_fields: ["status", "anonymous"],
	hide_name_column: true,
	hide_name_filter: true,
	formatters: { operator: (account) => contact_center.list.person(account) },
	get_indicator(doc) {
		const color = doc.status === "Open" ? "orange" : "gray";
		return [__(doc.status, null, "Interaction"), color, `status,=,${doc.status}`];
	},
	onload(listview) {
		contact_center.list.explain_empty(listview, () =>
			__("No cards here. One is begun with each call at the operator's desk and each request from the portal. Clear the filters to see all.")
		);
	},
};
