// Memos: whose turn it is, by colour and word.

frappe.listview_settings["Block Memo"] = {
	add_fields: ["stage", "ground"],
	hide_name_column: true,
	hide_name_filter: true,
	onload(listview) {
		contact_center.list.explain_empty(listview, (fields) =>
			fields.includes("stage")
				? __("No memo waits here. Clear the filters to see all of them.")
				: __("Nobody has written a memo yet. Write one after a call that had to be broken off.")
		);
	},
	formatters: { phone: (value) => contact_center.speech.phone(value) },
	get_indicator({ stage }) {
		const color = {
			"Awaiting Approval": "orange",
			Approved: "blue",
			Declined: "gray",
			"Number Blocked": "red",
			"Block Lifted": "green",
		}[stage];
		return [__(stage), color, `stage,=,${stage}`];
	},
};
