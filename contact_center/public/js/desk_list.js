// Functions that the lists of requests and tasks share.

frappe.provide("contact_center.list");

// Shows the time left with the exact deadline beside it; a finished document shows the deadline alone.
contact_center.list.deadline = function (doc) {
	const { deadline: deadline_field, is_open } = contact_center.stage(doc.stage);
	// Before its registration a request has no deadline, only the start of its moderation (R3.2).
	if (deadline_field === "moderate_from" && doc.moderate_from) {
		return `<span class="ellipsis">${__("moderate from {0}", [contact_center.speech.moment(doc.moderate_from)])}</span>`;
	}
	const deadline = doc[deadline_field] || doc.due;
	if (!deadline) return is_open ? `<span>${__("no fixed term")}</span>` : "";
	const moment = contact_center.speech.moment(deadline);
	if (!is_open) return `<span>${moment}</span>`;
	const late = contact_center.speech.is_past(deadline) ? "text-danger" : "";
	const words = contact_center.speech.time_left(deadline);
	return `<span class="ellipsis ${late}" title="${moment}">${words} · ${moment}</span>`;
};

// Sorts a list by deadline with overdue documents first and those without a deadline last; see framework/list_order.py.
contact_center.list.order_by_term = function (listview) {
	const { get_args, doctype } = listview;
	const orders = frappe.boot.contact_center_list_order?.[doctype] || {};
	listview.get_args = function () {
		const args = get_args.call(this);
		const by_term = this.sort_order === "asc" && orders[this.sort_by];
		if (!by_term) return args;
		return { ...args, fields: [...args.fields, ...by_term.columns], order_by: by_term.order.join(", ") };
	};
};

contact_center.list.tidy = function (listview) {
	contact_center.list.order_by_term(listview);
	listview.$page.addClass("contact-center-list");
	listview.$page.toggleClass("contact-center-own", Boolean(contact_center.is_executor()));
};

// Sets the order in which a list opens; the framework remembers another one only during the visit.
contact_center.list.sort = function (listview, field, order) {
	listview.sort_by = field;
	listview.sort_order = order;
	listview.sort_selector?.set_value(field, order);
};

// Sorts a queue, that is a list filtered by stage, as the server defines it. Only when the queue changes, so that an
// order which the user chose stays.
contact_center.list.follow_stage = function (listview) {
	const { orders, other } = frappe.boot.contact_center.queues;
	const filters = listview.filter_area?.get() || [];
	const stage = filters.find((filter) => filter[1] === "stage" && filter[2] === "=");
	const queue = stage ? stage[3] : "";
	const [field, order] = orders[queue] || other;
	if (listview.contact_center_queue === queue) return;
	listview.contact_center_queue = queue;
	if (listview.sort_by === field && listview.sort_order === order) return;
	contact_center.list.sort(listview, field, order);
	listview.refresh();
};

// The framework offers this to everybody, also to users whom it refuses afterwards.
contact_center.list.hide_export = function (listview) {
	if (frappe.model.can_export(listview.doctype)) return;
	listview.page.actions
		.find(".menu-item-label")
		.filter((_index, item) => $(item).text().trim() === __("Export", null, "Button in list view actions menu"))
		.closest("li")
		.addClass("hide");
};
