// Checks of what was handed in with results, those that found something in orange.

frappe.listview_settings["Evidence Check"] = {
	add_fields: ["found", "state", "file_name"],
	hide_name_column: true,
	hide_name_filter: true,
	onload(listview) {
		contact_center.list.explain_empty(listview, () =>
			__("Nothing was checked yet. Files and texts of results are checked by themselves once a result is reported.")
		);
	},
	formatters: { file_name: (value) => frappe.utils.escape_html(value || __("Text of the result")) },
	get_indicator({ state, found }) {
		if (state === "Waiting") return [__("Being Checked"), "gray", "state,=,Waiting"];
		if (state === "Failed") return [__("Could Not Be Checked"), "red", "state,=,Failed"];
		return found ? [__("To Look At"), "orange", "found,>,0"] : [__("Nothing Odd"), "green", "found,=,0"];
	},
};
