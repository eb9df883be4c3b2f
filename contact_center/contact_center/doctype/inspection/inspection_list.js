// Inspections: those that are asked for and called first, the soonest on top.

frappe.listview_settings["Inspection"] = {
	add_fields: ["stage", "outcome", "starts_at", "place"],
	hide_name_column: true,
	hide_name_filter: true,
	filters: [["stage", "in", ["Asked For", "Called"]]],
	get_indicator({ stage, outcome }) {
		const { word, COLORS } = contact_center.inspections;
		return [word(outcome || stage), COLORS[stage], outcome ? `outcome,=,${outcome}` : `stage,=,${stage}`];
	},
	onload(listview) {
		contact_center.list.tidy(listview);
		contact_center.list.order_by_queue(listview);
		contact_center.list.explain_empty(listview, (fields) =>
			fields.length
				? __("No inspection is asked for or called. Clear the filters to see all of them.")
				: __("No inspections yet. Call one at a request, with “Call an Inspection”.")
		);
	},
	refresh(listview) {
		contact_center.list.hide_export(listview);
	},
	formatters: {
		// A phone shows no further columns: when and where stand below.
		kind(value, _field, { starts_at, place }) {
			const escape = frappe.utils.escape_html;
			const when = starts_at ? contact_center.speech.moment(starts_at) : "";
			const words = [when, place].filter(Boolean).map(escape).join(", ");
			return `${escape(contact_center.inspections.word(value))}<div class="d-md-none">${words}</div>`;
		},
		starts_at: (value) => (value ? contact_center.speech.moment(value) : ""),
	},
};
