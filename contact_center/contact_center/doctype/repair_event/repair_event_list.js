// The list of repair events: an open one past its end is marked (RE2).

frappe.listview_settings["Repair Event"] = {
	add_fields: ["status", "kind", "starts_at", "ends_at"],
	hide_name_column: true,
	hide_name_filter: true,
	filters: [["status", "=", frappe.boot.contact_center.repairs.open]],
	onload(listview) {
		contact_center.list.explain_empty(listview, (fields) =>
			fields.join() === "status"
				? __("No repair works go on or are to come. Announce some, or clear the filters to see those that are over.")
				: ""
		);
	},
	get_indicator(doc) {
		const filter = `status,=,${doc.status}`;
		const { open, colors } = frappe.boot.contact_center.repairs;
		if (doc.status !== open) return [__(doc.status, null, "Repair Event"), colors[doc.status], filter];
		if (contact_center.speech.is_past(doc.ends_at)) {
			return [__("Past its end, not closed"), "red", filter];
		}
		if (contact_center.speech.is_past(doc.starts_at)) {
			return [__("Going on"), "orange", filter];
		}
		return [__("To come"), "blue", filter];
	},
};
