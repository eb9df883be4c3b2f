// Appeals: a queue by what is to be answered first; kind and stage by word and colour.

frappe.listview_settings["Appeal"] = {
	add_fields: ["kind", "stage", "overdue", "due"],
	hide_name_column: true,
	hide_name_filter: true,
	filters: contact_center.is_controller() ? [["stage", "=", "Under Consideration"]] : [],
	onload(listview) {
		contact_center.list.tidy(listview);
		contact_center.list.explain_empty(listview, (fields) => {
			if (contact_center.is_executor()) return __("Nobody has thanked you here yet. Thanks that are passed on to you stand here.");
			return fields.length
				? __("No appeal waits here. Clear the filters to see all of them.")
				: __("No complaints, proposals or thanks yet. Take one with “New”, or at the operator's desk by Ctrl+K.");
		});
	},
	refresh(listview) {
		contact_center.list.hide_export(listview);
	},
	formatters: {
		assigned_to: (account) => contact_center.list.person(account),
		due(value, _df, { stage }) {
			const moment = value ? contact_center.speech.moment(value) : "";
			if (!value || stage !== "Under Consideration") return `<span>${moment}</span>`;
			const late = contact_center.speech.is_past(value) ? "text-danger" : "";
			return `<span class="ellipsis ${late}" title="${moment}">${contact_center.speech.time_left(value)} · ${moment}</span>`;
		},
		number: (value, _df, doc) => frappe.utils.escape_html(`${__(doc.kind, null, "Appeal")} ${value || ""}`),
	},
	get_indicator({ stage, overdue }) {
		if (overdue && stage === "Under Consideration") return [__("Overdue", null, "Appeal"), "red", "overdue,=,1"];
		const color = {
			"Under Consideration": "orange",
			"Answer Given": "green",
			"Passed On": "green",
			Withdrawn: "gray",
			"Became a Request": "blue",
		}[stage];
		return [__(stage, null, "Appeal"), color, `stage,=,${stage}`];
	},
};
