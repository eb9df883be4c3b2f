// Who may be one person: the likeliest first, and why.

frappe.listview_settings["Possible Duplicate"] = {
	add_fields: ["status", "reasons"],
	hide_name_column: true,
	hide_name_filter: true,
	onload(listview) {
		contact_center.list.explain_empty(listview, (fields) =>
			fields.includes("status")
				? __("No possible duplicates wait here. Clear the filters to see what was decided.")
				: __("No two applicants look like one person. New ones are compared as they are written.")
		);
	},
	formatters: {
		applicant: (value) => frappe.utils.get_link_title("Applicant", value) || value,
		reasons: (value) => (value || "").split("\n").filter(Boolean).map((reason) => __(reason)).join(", "),
	},
	get_indicator({ status }) {
		const color = { Proposed: "orange", "Different People": "gray", Merged: "green" }[status];
		return [__(status), color, `status,=,${status}`];
	},
};
