// Routes that should be looked at, the most declined first.

frappe.listview_settings["Route Proposal"] = {
	add_fields: ["status", "declines"],
	hide_name_column: true,
	hide_name_filter: true,
	filters: [["status", "=", "Open"]],
	get_indicator: ({ status }) => [__(status, null, "Route Proposal"), status === "Open" ? "orange" : "gray", `status,=,${status}`],
	onload(listview) {
		contact_center.list.tidy(listview);
		contact_center.list.explain_empty(listview, () =>
			__("No executor declines the same again and again: no route has to be looked at.")
		);
	},
	refresh(listview) {
		contact_center.list.hide_export(listview);
	},
};
