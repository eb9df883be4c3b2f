// What the lists of requests and tasks share.

frappe.provide("contact_center.list");

// The deadline in words, the exact moment beside it; finished ones show the moment alone.
contact_center.list.deadline = function (doc) {
	const { deadline: deadline_field, is_open } = contact_center.stage(doc.stage);
	// Before registration there is no term, but a turn in the queue (R3.2).
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

// Sorted by a term, what is overdue comes first and what has no term last: how, framework/list_order.py knows.
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

// The order in which a list opens; the framework remembers no other one beyond a visit.
contact_center.list.sort = function (listview, field, order) {
	listview.sort_by = field;
	listview.sort_order = order;
	listview.sort_selector?.set_value(field, order);
};

// A queue by stage: the server says for a stage filter how that queue is sorted, and how all others are. Only where
// the queue changes: who sorts it otherwise meanwhile keeps that order.
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

// The framework offers it to everybody, and turns away who may not.
contact_center.list.hide_export = function (listview) {
	if (frappe.model.can_export(listview.doctype)) return;
	listview.page.actions
		.find(".menu-item-label")
		.filter((_index, item) => $(item).text().trim() === __("Export", null, "Button in list view actions menu"))
		.closest("li")
		.addClass("hide");
};
