// What the lists of requests and tasks share.

frappe.provide("contact_center.list");

// The term in words, the exact moment beside it; finished ones show the moment alone.
contact_center.list.deadline = function (doc) {
	// Before registration there is no term, but a turn in the queue (R3.2).
	if (doc.stage === "Moderation" && doc.moderate_from) {
		return `<span class="ellipsis">${__("moderate from {0}", [contact_center.speech.moment(doc.moderate_from)])}</span>`;
	}
	const deadline = doc.stage === "Registered" && doc.accept_by ? doc.accept_by : doc.due;
	if (!deadline) {
		return contact_center.OPEN_STAGES.includes(doc.stage) ? `<span>${__("no fixed term")}</span>` : "";
	}
	const moment = contact_center.speech.moment(deadline);
	if (!contact_center.OPEN_STAGES.includes(doc.stage)) return `<span>${moment}</span>`;
	const late = contact_center.speech.is_past(deadline) ? "text-danger" : "";
	const words = contact_center.speech.time_left(deadline);
	return `<span class="ellipsis ${late}" title="${moment}">${words} · ${moment}</span>`;
};

contact_center.list.tidy = function (listview) {
	listview.$page.addClass("contact-center-list");
	listview.$page.toggleClass("contact-center-own", Boolean(contact_center.is_executor()));
};

// The order in which a list opens; the framework remembers no other one beyond a visit.
contact_center.list.sort = function (listview, field, order) {
	listview.sort_by = field;
	listview.sort_order = order;
	listview.sort_selector?.set_value(field, order);
};

// A queue by stage: `orders` says for a stage filter how that queue is sorted.
contact_center.list.follow_stage = function (listview, orders) {
	const stage = (listview.filter_area?.get() || []).find((filter) => filter[1] === "stage");
	const order = stage && stage[2] === "=" && orders[stage[3]];
	if (order) contact_center.list.sort(listview, ...order);
};
