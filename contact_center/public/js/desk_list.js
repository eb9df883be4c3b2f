// Functions that the lists of requests and tasks share.

frappe.provide("contact_center.list");

// Shows the time left with the exact deadline beside it; a finished document shows the deadline alone.
contact_center.list.deadline = function (doc) {
	const { deadline: deadline_field, is_open } = contact_center.stage(doc.stage);
	// Before its registration a request has no deadline, only the start of its moderation (R3.2).
	if (deadline_field === "moderate_from" && doc.moderate_from) {
		if (doc.asked_at) return `<span class="ellipsis">${__("waits for the applicant")}</span>`;
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

// Groups of linked records by their titles, which Frappe 15 shows by their codes.
contact_center.list.title_groups = function (listview) {
	const group_by = listview.list_sidebar?.list_group_by;
	const render = group_by?.render_dropdown_items;
	if (!render) return;
	group_by.render_dropdown_items = function (fields, fieldtype, $dropdown, ...rest) {
		render.call(this, fields, fieldtype, $dropdown, ...rest);
		for (const { name, title } of fields) {
			if (title) $dropdown.find(".group-by-value").filter((_i, item) => item.dataset.name === name).text(title);
		}
	};
};

// Makes the menu of saved filters once: Frappe 16 makes it at each look at the list, and stumbles over the one that still
// waits for its filters when somebody goes to the next queue at once.
contact_center.list.make_filters_once = function (listview) {
	const make = listview.setup_list_filter_by;
	if (!make) return;
	let is_made = false;
	listview.setup_list_filter_by = function () {
		if (!is_made) make.call(this);
		is_made = true;
	};
};

// Who of the office a row names; in a span, for the list of Frappe 16 takes a bare text for a selector.
contact_center.list.person = function (account) {
	const name = frappe.boot.contact_center.colleagues?.[account] || account || "";
	return `<span class="ellipsis" title="${frappe.utils.escape_html(name)}">${frappe.utils.escape_html(name)}</span>`;
};

// What a formatter of the first column makes is markup, and the framework writes it into the row's tooltip as it stands.
contact_center.list.plain_titles = function (listview) {
	listview.$result.find('[title*="<"]').each((_index, element) => {
		element.title = new DOMParser().parseFromString(element.title, "text/html").body.textContent.trim();
	});
};

contact_center.list.tidy = function (listview) {
	contact_center.list.make_filters_once(listview);
	contact_center.list.title_groups(listview);
	contact_center.list.order_by_term(listview);
	contact_center.list.order_by_queue(listview);
	contact_center.list.follow_changes(listview);
	listview.$page.addClass("contact-center-list");
	// Who acts for several executors, those below too, reads whose each task is.
	const is_alone = contact_center.is_executor() && frappe.boot.contact_center.user.executors.length < 2;
	listview.$page.toggleClass("contact-center-own", Boolean(is_alone));
};

// Says what to do next in an empty list, where `words` has something for its filters; the framework's own words otherwise.
contact_center.list.explain_empty = function (listview, words) {
	const { get_no_result_message } = listview;
	listview.get_no_result_message = function () {
		const message = $(`<div>${get_no_result_message.call(this)}</div>`);
		const fields = (this.filter_area?.get() || []).map((filter) => filter[1]);
		const text = words(fields);
		if (text) message.find("p").first().text(text);
		return message.html();
	};
};

// The queue that a list shows, as desk/queues.py has it: the first one whose filters are all there.
contact_center.list.queue = function (listview) {
	const filters = listview.filter_area?.get() || [];
	const is_there = ([field, [sign, value]]) =>
		filters.some((filter) => filter[1] === field && filter[2] === sign && String(filter[3]) === String(value));
	return frappe.boot.contact_center.queues.queues.find(
		({ doctype, when }) => doctype === listview.doctype && Object.entries(when).every(is_there)
	);
};

// A queue has one order, whatever the list was sorted by before; who sorts it otherwise keeps that until the queue changes.
contact_center.list.order_by_queue = function (listview) {
	const { get_args } = listview;
	contact_center.list.note_sorting(listview, listview, "on_sort_change");
	contact_center.list.note_sorting(listview, listview.sort_selector, "onchange");
	listview.get_args = function () {
		const queue = contact_center.list.queue(this);
		contact_center.list.enter_queue(this, queue);
		const args = get_args.call(this);
		if (!queue || this.contact_center_sorted) return args;
		return { ...args, fields: [...args.fields, ...queue.columns], order_by: queue.order.join(", ") };
	};
};

contact_center.list.note_sorting = function (listview, object, method) {
	const original = object?.[method];
	if (!original) return;
	object[method] = function (...given) {
		listview.contact_center_sorted = true;
		return original.apply(this, given);
	};
};

contact_center.list.enter_queue = function (listview, queue) {
	const name = queue?.name || "";
	if (listview.contact_center_queue === name) return;
	listview.contact_center_queue = name;
	listview.contact_center_sorted = false;
	const [field, direction] = queue?.sort || ["creation", "desc"];
	Object.assign(listview, { sort_by: field, sort_order: direction });
	listview.sort_selector?.set_value(field, direction);
};

// A row that changed meanwhile the framework puts among the others by one column: read anew, the queue keeps its order.
contact_center.list.follow_changes = function (listview) {
	if (!listview.debounced_refresh) return;
	const refresh = function () {
		const changed = listview.pending_document_refreshes?.length;
		listview.pending_document_refreshes = [];
		if (!changed) return;
		if (window.cur_list === listview && frappe.get_route()[0] === "List") listview.refresh();
		else listview.disable_realtime_updates();
	};
	listview.debounced_refresh = frappe.utils.debounce(refresh, 2000);
};

// What was said to this user about a document and not looked at yet (R8.1.3).
contact_center.list.show_unread = async function (listview) {
	const names = listview.data.map((row) => row.name);
	if (!names.length) return;
	const { doctype } = listview;
	const unread = await contact_center.read("contact_center.control.bell.unread", { doctype, names });
	for (const name of names) {
		const row = listview.$result.find(`.list-row-checkbox[data-name="${name}"]`).closest(".list-row");
		row.find(".contact-center-unread").remove();
		if (!unread.includes(name)) continue;
		$(`<span class="contact-center-unread indicator-pill blue no-indicator-dot"></span>`)
			.text(__("New comment"))
			.prependTo(row.find("a[data-name]").first());
	}
};

// Where people are rung up, the list shows whom, and how often it was tried (R6.1.5).
contact_center.list.show_contacts = async function (listview) {
	const queue = contact_center.list.queue(listview);
	if (!queue?.calls || !contact_center.is_controller() || !listview.data.length) return;
	const names = listview.data.map((row) => row.name);
	const contacts = await contact_center.read("contact_center.desk.queues.contacts", { names });
	for (const name of names) {
		const { phone, attempts } = contacts[name] || {};
		const words = [contact_center.speech.phone(phone), attempts ? __("calls so far: {0}", [attempts]) : ""];
		const said = words.filter(Boolean).join(" · ");
		const subject = listview.$result.find(`.list-row-checkbox[data-name="${name}"]`).closest(".list-row");
		subject.find(".contact-center-call").remove();
		if (!said) continue;
		$(`<span class="contact-center-call text-muted"></span>`)
			.text(said)
			.appendTo(subject.find("a[data-name]").first());
	}
};

// How many have joined a request, beside who filed it.
contact_center.list.show_joined = function (listview) {
	for (const { name, joined_count } of listview.data) {
		const subject = listview.$result.find(`.list-row-checkbox[data-name="${name}"]`).closest(".list-row");
		subject.find(".contact-center-joined").remove();
		if (!joined_count) continue;
		$(`<span class="contact-center-joined indicator-pill gray no-indicator-dot"></span>`)
			.text(`+${joined_count}`)
			.attr("title", __("Joined: {0}", [joined_count]))
			.appendTo(subject.find("a[data-name]").first());
	}
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
