// The list of consultations, the newest on top.

frappe.listview_settings["Consultation"] = {
	add_fields: ["kind"],
	hide_name_column: true,
	hide_name_filter: true,
	get_indicator(doc) {
		return [__(doc.kind), doc.kind === "Consultation" ? "blue" : "gray", `kind,=,${doc.kind}`];
	},
	onload(listview) {
		contact_center.list.explain_empty(listview, (fields) =>
			fields.length
				? __("No consultation fits these filters. Clear them to see all.")
				: __("No consultation yet: what is answered at once is recorded at the operator's desk.")
		);
	},
};
