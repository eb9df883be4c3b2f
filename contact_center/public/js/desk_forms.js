// What the forms of a request and of a task share beside their journal and their dialogs.

frappe.provide("contact_center.forms");

// Seconds after which a form that is shown again is read anew: its tasks and its journal change without it.
contact_center.forms.STALE_AFTER = 5;

contact_center.forms.set_up = function (frm) {
	frm.refresh_if_stale_for = contact_center.forms.STALE_AFTER;
};

contact_center.forms.tidy = function (frm) {
	contact_center.show_stage(frm);
	$(frm.wrapper).addClass("contact-center-form");
	// The journal tells the story; the framework's list of changed fields is for administrators.
	$(frm.wrapper).toggleClass("contact-center-clerk", !contact_center.is_system_manager());
	// What the sweep looks at next may be a warning: beside the terms it would read as one more of them.
	if (frm.fields_dict.next_deadline) frm.toggle_display("next_deadline", contact_center.is_system_manager());
	// Flags that are not raised say nothing.
	for (const flag of ["overdue", "accepted_late", "anonymous", "awaits_redirect"]) {
		if (frm.fields_dict[flag]?.df.read_only) frm.toggle_display(flag, Boolean(frm.doc[flag]));
	}
	// The server refuses changes to what is finished; the form does not invite them.
	if (contact_center.stage(frm.doc.stage).is_finished) frm.disable_form();
};

// The step that comes next is a button of its own; the others, and those that hurt, stay in the menu.
contact_center.forms.show_next_step = function (frm) {
	const { next_step, state } = contact_center.brought(frm);
	// The answer to a workflow action has the new state, and what came with the old one: it is read anew then.
	if (frm.is_new() || frm.is_dirty() || !next_step || state !== frm.doc.workflow_state) return;
	const label = __(next_step);
	const click = () => contact_center.forms.take_step(frm, label);
	frm.add_custom_button(label, click).addClass("btn-primary").removeClass("btn-default");
};

// The button presses the item of the framework's own menu, which does more than apply the step: 15.103 checks mandatory
// fields first, 16 asks for confirmation where the workflow says so. While something is not saved the framework takes its
// menu away, and with it the way to go on: saved first.
contact_center.forms.take_step = async function (frm, label) {
	if (frm.is_dirty()) {
		await frm.save();
		await frappe.workflow.get_transitions(frm.doc);
	}
	frm.page.actions
		.find(".menu-item-label")
		.filter((_index, item) => $(item).text().trim() === label)
		.first()
		.trigger("click");
};

// What a link's box is narrowed to, in words: the framework would list its filters by their fields' names.
contact_center.forms.say_filter = function (frm, fieldname, words) {
	const field = frm.fields_dict[fieldname];
	if (field) field.df.filter_description = words;
};

// The place that the applicant marked, on a public map: «47.909800, 33.391700» below the field `after`.
contact_center.forms.show_map = function (frm, after, coordinates) {
	const anchor = frm.fields_dict[after]?.$wrapper;
	anchor?.find(".contact-center-map").remove();
	const [latitude, longitude] = (coordinates || "").split(", ").map(Number);
	if (!anchor || !latitude || !longitude) return;
	const url = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=18/${latitude}/${longitude}`;
	$(`<a class="contact-center-map" target="_blank" rel="noopener noreferrer"></a>`)
		.attr("href", url)
		.text(__("Show on the map"))
		.appendTo(anchor);
};

// There is one time zone, the city's: no need to name it under each moment.
contact_center.forms.hide_time_zone = function (frm) {
	for (const field of frm.fields) {
		if (field.df.fieldtype === "Datetime") field.df.hide_timezone = 1;
	}
};

contact_center.forms.headline = function (frm, headlines) {
	const act = contact_center.act_leading_to(frm.doc.stage, frm.doctype);
	const headline = !frm.is_new() && headlines[act]?.(frm.doc, contact_center.brought(frm));
	if (!headline) return;
	const [text, color] = headline;
	frm.dashboard.clear_headline();
	frm.dashboard.set_headline_alert(frappe.utils.escape_html(text), color);
};

// A deadline in a headline: what is to happen by when, and what is left until then.
contact_center.forms.deadline = function (text, deadline) {
	if (!deadline) return [__("No fixed term: under control until wholly done"), "blue"];
	const late = contact_center.speech.is_past(deadline);
	return [`${text} · ${contact_center.speech.time_left(deadline)}`, late ? "red" : "blue"];
};

// The executors of a request with the state and term of each, above its fields.
contact_center.forms.show_tasks = function (frm) {
	const { tasks } = contact_center.brought(frm);
	$(frm.wrapper).find(".contact-center-tasks").closest(".form-dashboard-section").remove();
	if (!tasks?.length) return;
	const rows = tasks.map(contact_center.forms.task_row).join("");
	const html = `<table class="contact-center-tasks"><tbody>${rows}</tbody></table>`;
	frm.dashboard.add_section(html, __("Executors"));
	frm.dashboard.show();
	const declined = tasks.find((task) => task.awaits_redirect);
	if (declined && contact_center.is_controller()) contact_center.forms.ask_redirect(frm, declined);
};

// R7.2: nobody works on what was declined, so this comes before any term.
contact_center.forms.ask_redirect = function (frm, task) {
	const words = __("{0} declined it: {1}", [task.executor_title, task.reason || ""]);
	frm.dashboard.clear_headline();
	frm.dashboard.set_headline_alert(frappe.utils.escape_html(words), "red");
	const open = () => contact_center.actions.redirect(frm.docname, task);
	const button = frm.add_custom_button(__("Redirect"), () => contact_center.actions.after_save(frm, open));
	button.addClass("btn-primary").removeClass("btn-default");
};

contact_center.forms.task_row = function (task) {
	const escape = frappe.utils.escape_html;
	const [label, color] = contact_center.indicator(task);
	const lead = task.is_lead && !contact_center.stage(task.stage).is_dropped ? ` <span class="text-muted small">${__("lead")}</span>` : "";
	const link = frappe.utils.get_form_link("Request Task", task.name);
	return `<tr>
		<td><a href="${link}">${escape(task.executor_title || task.name)}</a>${lead}</td>
		<td><span class="indicator-pill no-indicator-dot ${color}">${label}</span></td>
		<td>${contact_center.list.deadline(task)}</td>
	</tr>`;
};

// The headline says why a form is closed; the framework says it again, in its own terms, at each refresh.
contact_center.forms.say_once = function () {
	const show_alert = frappe.show_alert;
	const repeated = __("This form is not editable due to a Workflow.");
	frappe.show_alert = function (message, ...rest) {
		const ours = ["Request", "Request Task"].includes(window.cur_frm?.doctype);
		return ours && message === repeated ? null : show_alert.call(this, message, ...rest);
	};
};

contact_center.forms.say_once();

// A new applicant while the caller waits: what was already typed is taken over, and a mistake does not lead away
// from the card.
frappe.ui.form.ApplicantQuickEntryForm = class extends frappe.ui.form.QuickEntryForm {
	constructor(...given) {
		super(...given);
		this.skip_redirect_on_error = true;
	}

	set_defaults() {
		const typed = (this.doc.full_name || "").trim();
		if (/^\+?[\d\s()./-]{5,}$/.test(typed)) this.doc.phone = typed;
		else if (typed.includes("@")) this.doc.email = typed;
		else [this.doc.surname, this.doc.first_name, this.doc.patronymic] = typed.split(/\s+/);
		super.set_defaults();
	}
};
