// The list of consultations, the newest on top.

frappe.listview_settings["Consultation"] = {
	add_fields: ["kind"],
	hide_name_column: true,
	hide_name_filter: true,
	formatters: { operator: (account) => contact_center.list.person(account) },
	get_indicator(doc) {
		return [__(doc.kind), doc.kind === "Consultation" ? "blue" : "gray", `kind,=,${doc.kind}`];
	},
	onload(listview) {
		contact_center.list.explain_empty(listview, () =>
			__("No consultations here. What is answered at once is recorded at the operator's desk. Clear the filters to see all.")
		);
	},
};
