// The executor's open tasks, the most urgent first.

frappe.listview_settings["Request Task"] = {
	add_fields: ["stage", "workflow_state", "overdue_now", "accept_by", "due", "next_deadline", "accepted_late"],
	hide_name_column: true,
	hide_name_filter: true,
	filters: [["stage", "in", frappe.boot.contact_center.queues.open]],
	get_indicator: contact_center.indicator,
	formatters: {
		due: (value, df, doc) => contact_center.list.deadline(doc),
	},
	onload(listview) {
		contact_center.list.tidy(listview);
		contact_center.absences.offer(listview.page);
		contact_center.list.explain_empty(listview, (fields) =>
			fields.length && fields.every((field) => field === "stage")
				? __("No task waits here. New ones appear by themselves; clear the filters to see those that are done.")
				: ""
		);
	},
	refresh(listview) {
		contact_center.list.hide_export(listview);
		contact_center.list.show_unread(listview);
	},
};
