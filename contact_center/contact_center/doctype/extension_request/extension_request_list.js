// Requests for a new term: those that wait for a decision first, the oldest on top.

frappe.listview_settings["Extension Request"] = {
	add_fields: ["status", "escalated_at"],
	hide_name_column: true,
	hide_name_filter: true,
	filters: [["status", "=", "Awaiting Decision"]],
	get_indicator({ status, escalated_at }) {
		const color = { Agreed: "green", "Agreed to Another Day": "green", Refused: "red", Lapsed: "gray" }[status];
		const label = escalated_at && !color ? __("Waits Too Long") : __(status);
		return [label, color || (escalated_at ? "red" : "orange"), `status,=,${status}`];
	},
	onload(listview) {
		contact_center.list.tidy(listview);
		contact_center.list.explain_empty(listview, (fields) =>
			fields.length ? __("No request for a new term waits for a decision.") : __("Nobody has asked for a new term yet.")
		);
	},
	refresh(listview) {
		contact_center.list.hide_export(listview);
	},
};
