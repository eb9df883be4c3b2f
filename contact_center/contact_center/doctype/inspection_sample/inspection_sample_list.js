// Random samples of closed requests; a supervisor draws them.

frappe.listview_settings["Inspection Sample"] = {
	add_fields: ["checked", "size", "unclear"],
	hide_name_column: true,
	hide_name_filter: true,
	get_indicator({ checked, unclear, size }) {
		const left = size - checked - unclear;
		return left > 0 ? [__("{0} to check", [left]), "orange", ""] : [__("All Checked"), "green", ""];
	},
	onload(listview) {
		contact_center.list.tidy(listview);
		contact_center.list.explain_empty(listview, () =>
			__("No samples yet. A supervisor draws one with “Draw a Sample”: closed requests by chance, to be checked by phone or on the spot.")
		);
		if (frappe.user.has_role("Contact Center Supervisor")) {
			const button = listview.page.add_inner_button(__("Draw a Sample"), () => contact_center.samples.draw());
			button.addClass("btn-primary").removeClass("btn-default");
		}
	},
	refresh(listview) {
		contact_center.list.hide_export(listview);
	},
};
