// Which applicants were merged, the newest first.

frappe.listview_settings["Applicant Merge"] = {
	add_fields: ["status"],
	hide_name_column: true,
	hide_name_filter: true,
	onload(listview) {
		contact_center.list.explain_empty(listview, () =>
			__("No applicants were merged here. A supervisor merges two from “Possible Duplicates” or from an applicant's form.")
		);
	},
	formatters: {
		kept: (value) => frappe.utils.get_link_title("Applicant", value) || value,
	},
	get_indicator({ status }) {
		return [__(status), status === "In Force" ? "green" : "gray", `status,=,${status}`];
	},
};
