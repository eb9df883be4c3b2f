// The queues of the contact centre: requests are moderated in the order of their receipt (R3.2).

frappe.listview_settings["Request"] = {
	add_fields: [
		"stage",
		"workflow_state",
		"overdue_now",
		"accept_by",
		"due",
		"moderate_from",
		"confirmation",
		"joined_count",
		"asked_at",
	],
	hide_name_column: true,
	hide_name_filter: true,
	filters: contact_center.is_controller() ? frappe.boot.contact_center.queues.first : [],
	get_indicator: contact_center.indicator,
	formatters: {
		due: (value, df, doc) => contact_center.list.deadline(doc),
	},
	onload(listview) {
		contact_center.list.tidy(listview);
		contact_center.moderation.add_list_button(listview);
		contact_center.list.explain_empty(listview, (fields) =>
			fields.join() === "stage"
				? __("This queue is empty: all of it is done. Choose another stage above, or clear the filters to see all requests.")
				: ""
		);
	},
	refresh(listview) {
		contact_center.list.hide_export(listview);
		contact_center.list.show_unread(listview);
		contact_center.list.show_contacts(listview);
		contact_center.list.show_joined(listview);
	},
};
