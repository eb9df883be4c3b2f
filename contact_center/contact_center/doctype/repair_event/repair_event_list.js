// Repair works: one past its end and still open is shown as such (RE2).

frappe.listview_settings["Repair Event"] = {
	add_fields: ["status", "kind", "starts_at", "ends_at"],
	hide_name_column: true,
	hide_name_filter: true,
	filters: [["status", "=", "Open"]],
	get_indicator(doc) {
		const filter = `status,=,${doc.status}`;
		if (doc.status !== "Open") {
			const color = doc.status === "Closed" ? "green" : "darkgrey";
			return [__(doc.status, null, "Repair Event"), color, filter];
		}
		if (contact_center.speech.is_past(doc.ends_at)) {
			return [__("Past its end, not closed"), "red", filter];
		}
		if (contact_center.speech.is_past(doc.starts_at)) {
			return [__("Going on"), "orange", filter];
		}
		return [__("To come"), "blue", filter];
	},
};
