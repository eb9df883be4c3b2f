// Blocked numbers: in force, over, or lifted ahead of time.

frappe.listview_settings["Phone Block"] = {
	add_fields: ["until", "lifted_at", "ground"],
	hide_name_column: true,
	hide_name_filter: true,
	onload(listview) {
		contact_center.list.explain_empty(listview, () =>
			__("No number is blocked here. A block follows from a memo that a supervisor has approved.")
		);
	},
	formatters: { phone: (value) => contact_center.speech.phone(value) },
	get_indicator({ until, lifted_at }) {
		if (lifted_at) return [__("Block Lifted"), "green", "lifted_at,is,set"];
		if (contact_center.speech.is_past(until)) return [__("Term Is Over"), "gray", "lifted_at,is,not set"];
		return [__("In Force"), "red", "lifted_at,is,not set"];
	},
};
