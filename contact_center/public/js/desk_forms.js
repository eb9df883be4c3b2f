// Functions that the forms of a request and of a task share, beside those of journal and dialogs.

frappe.provide("contact_center.forms");

// A form that is shown again after so many seconds is reloaded: its tasks and its journal may have changed.
contact_center.forms.STALE_AFTER = 5;

contact_center.forms.OURS = ["Request", "Request Task"];

// `questions`: {act: function of the form that returns its answers {field: value}, null if the user went back}.
contact_center.forms.set_up = function (frm, questions) {
	frm.refresh_if_stale_for = contact_center.forms.STALE_AFTER;
	frm.contact_center_questions = questions;
};

// Clerks read the journal, and comment where those concerned are told: the framework's list of changed fields and its box
// for comments are for administrators.
contact_center.forms.for_clerks = function (frm) {
	$(frm.wrapper).addClass("contact-center-form").toggleClass("contact-center-clerk", !contact_center.is_system_manager());
};

contact_center.forms.tidy = function (frm) {
	contact_center.forms.note_look(frm);
	contact_center.forms.skip_arrows(frm.wrapper);
	contact_center.show_stage(frm);
	contact_center.forms.for_clerks(frm);
	// `next_deadline` may be that of a warning, which a clerk would take for one more deadline of the request.
	if (frm.fields_dict.next_deadline) frm.toggle_display("next_deadline", contact_center.is_system_manager());
	// A flag that is not set is hidden.
	for (const flag of ["overdue", "overdue_now", "accepted_late", "anonymous", "awaits_redirect", "wording_agreed"]) {
		const read_only = frm.fields_dict[flag]?.df.read_only || !frm.perm[0]?.write;
		if (read_only) frm.toggle_display(flag, Boolean(frm.doc[flag]));
	}
	// The server refuses changes to a finished document, so the form does not offer them.
	if (contact_center.stage(frm.doc.stage).is_finished) frm.disable_form();
};

// Marks the comments on an opened document as read, for the bell and the lists.
contact_center.forms.note_look = function (frm) {
	if (!contact_center.brought(frm).unread) return;
	frm.doc.__onload.contact_center.unread = false;
	const { doctype, docname: name } = frm;
	frappe.xcall("contact_center.control.bell.looked", { doctype, name });
};

// The framework asks the server which steps a form's menu has; those of our forms come with the document.
frappe.ui.form.States = class extends frappe.ui.form.States {
	show_actions(...args) {
		if (!contact_center.forms.OURS.includes(this.frm.doctype)) super.show_actions(...args);
	}
};

// Shows the user's steps in the menu, and the next one as a button too; none while the form has unsaved changes.
contact_center.forms.show_steps = function (frm) {
	const { steps, next_step, state } = contact_center.brought(frm);
	// The answer to a workflow action has the new state but the steps of the old one; the form is reloaded after it.
	const actions = state === frm.doc.workflow_state ? Object.keys(steps || {}) : [];
	frm.page.clear_actions_menu();
	if (frm.is_new() || frm.is_dirty()) return;
	for (const action of actions) {
		frm.page.add_action_item(__(action), () => contact_center.forms.do_step(frm, action));
	}
	frm.states.setup_btn(actions.length > 0);
	if (!actions.includes(next_step)) return;
	const button = frm.add_custom_button(__(next_step), () => contact_center.forms.do_step(frm, next_step));
	button.addClass("btn-primary").removeClass("btn-default");
};

// Takes a step, after asking what its act needs to know. Without an answer the step is not taken.
contact_center.forms.do_step = async function (frm, action) {
	if (!contact_center.forms.is_complete(frm) || !(await contact_center.forms.confirm(frm, action))) return;
	const question = frm.contact_center_questions[contact_center.brought(frm).steps?.[action]];
	const take = (answers) => contact_center.forms.take(frm, action, answers);
	await (question ? question(frm, take) : take({}));
};

// Saves the answers with what was typed, then applies the workflow action; returns whether the step was taken.
contact_center.forms.take = async function (frm, action, answers) {
	if (!(await contact_center.actions.store(frm, answers))) return false;
	frm.selected_workflow_action = action;
	try {
		if (!(await contact_center.forms.apply(frm, action))) return false;
		// The answer to a workflow action has no titles of linked records.
		await frm.reload_doc();
		await frm.script_manager.trigger("after_workflow_action");
		return true;
	} finally {
		frm.selected_workflow_action = null;
	}
};

// Frappe 15.103 checks the mandatory fields before each step; 15.44 has no such function and leaves it to the server.
contact_center.forms.is_complete = function (frm) {
	return !frappe.ui.form.check_mandatory || frappe.ui.form.check_mandatory(frm);
};

// In Frappe 16 a workflow may want each of its steps confirmed.
contact_center.forms.confirm = function (frm, action) {
	if (!frappe.workflow.workflows[frm.doctype]?.enable_action_confirmation) return true;
	const question = __("Take the step “{0}”?", [__(action)]);
	return new Promise((resolve) => frappe.confirm(question, () => resolve(true), () => resolve(false)));
};

// Applies the workflow action; returns whether the server took it, which else shows why not. An administrator's own
// script may stop it by an error, as in the framework's forms.
contact_center.forms.apply = async function (frm, action) {
	frappe.dom.freeze();
	try {
		await frm.script_manager.trigger("before_workflow_action");
		const call = frappe.xcall("frappe.model.workflow.apply_workflow", { doc: frm.doc, action });
		const doc = await call.catch(() => null);
		if (!doc) return false;
		frappe.model.sync(doc);
		frm.refresh();
		return true;
	} finally {
		frappe.dom.unfreeze();
	}
};

// Words the filter of a link field: the framework would list the names of the filtered fields.
contact_center.forms.describe_filter = function (frm, fieldname, words) {
	const field = frm.fields_dict[fieldname];
	if (field) field.df.filter_description = words;
};

// Links the place that the applicant marked to a public map, as «47.909800, 33.391700» below the field `after`.
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

// Hides the time zone below each moment: there is only the city's.
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
	const lines = [...text.split("\n"), contact_center.forms.needed(frm)].filter(Boolean);
	frm.dashboard.clear_headline();
	frm.dashboard.set_headline_alert(lines.map(frappe.utils.escape_html).join("<br>"), color);
};

// R7.5 - R7.7: what the report has to hold is known before the work begins.
contact_center.forms.needed = function (frm) {
	const { needed_evidence } = contact_center.brought(frm);
	return needed_evidence?.length ? __("Needed to close: {0}", [needed_evidence.join(", ")]) : "";
};

// Returns [text, colour] of a headline with a deadline and the time left until it.
contact_center.forms.deadline = function (text, deadline) {
	if (!deadline) return [__("No fixed term: under control until wholly done"), "blue"];
	const late = contact_center.speech.is_past(deadline);
	return [`${text} · ${contact_center.speech.time_left(deadline)}`, late ? "red" : "blue"];
};

// Shows the tasks of a request above its fields, each with executor, state and deadline.
contact_center.forms.show_tasks = function (frm) {
	const { tasks } = contact_center.brought(frm);
	$(frm.wrapper).find(".contact-center-tasks").closest(".form-dashboard-section").remove();
	if (!tasks?.length) return;
	const rows = tasks.map(contact_center.forms.task_row).join("");
	const caption = `<caption class="sr-only">${__("Executors")}</caption>`;
	frm.dashboard.add_section(`<table class="contact-center-tasks">${caption}<tbody>${rows}</tbody></table>`);
	frm.dashboard.show();
	const declined = tasks.find((task) => task.awaits_redirect);
	if (declined && contact_center.is_controller()) contact_center.forms.ask_redirect(frm, declined);
};

// R7.2: nobody works on a declined task, so its headline replaces that of a deadline.
contact_center.forms.ask_redirect = function (frm, task) {
	const { may_redirect } = contact_center.brought(frm);
	const declined = __("{0} declined it: {1}", [task.executor_title, task.reason || ""]);
	// R7.3: after so many redirects the supervisor decides.
	const words = may_redirect ? declined : `${declined.replace(/[.\s]*$/, "")}. ${__("A supervisor redirects it now.")}`;
	frm.dashboard.clear_headline();
	frm.dashboard.set_headline_alert(frappe.utils.escape_html(words), "red");
	if (!may_redirect) return;
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
		<td><a href="${link}">${escape(task.executor_title || task.name)}</a>${lead}
			${task.held ? `<div class="text-muted small">${escape(task.held)}</div>` : ""}</td>
		<td><span class="indicator-pill no-indicator-dot ${color}">${label}</span></td>
		<td>${contact_center.list.deadline(task)}</td>
	</tr>`;
};

// Drops the framework's alert that a form is not editable, shown at each refresh: the headline gives the reason.
contact_center.forms.drop_repeated_alert = function () {
	const show_alert = frappe.show_alert;
	const repeated = __("This form is not editable due to a Workflow.");
	frappe.show_alert = function (message, ...rest) {
		const ours = contact_center.forms.OURS.includes(window.cur_frm?.doctype);
		return ours && message === repeated ? null : show_alert.call(this, message, ...rest);
	};
};

if (contact_center.is_ours()) contact_center.forms.drop_repeated_alert();

// Moves the focus from a field to the next one that can be filled in.
contact_center.forms.focus_after = function (frm, fieldname) {
	const place = frm.fields.findIndex((field) => field.df.fieldname === fieldname);
	const next = frm.fields.slice(place + 1).find((field) => field.$input?.is(":visible:enabled"));
	next?.$input.trigger("focus");
};

// Who took each step of an appeal or an inspection, when and why; `word` says a step in the words of its doctype.
contact_center.forms.show_taken_steps = function (frm, word) {
	const escape = frappe.utils.escape_html;
	const rows = (contact_center.brought(frm).steps || []).map(
		({ step, who, at, note }) =>
			`<tr><td>${contact_center.speech.moment(at)}</td><td><b>${escape(word(step))}</b></td>
			<td>${escape(who)}</td><td style="white-space: pre-line">${escape(note)}</td></tr>`
	);
	frm.toggle_display("steps_section", rows.length > 0);
	frm.fields_dict.steps_html.$wrapper.html(`<table class="contact-center-tasks"><tbody>${rows.join("")}</tbody></table>`);
};

// Lets Tab go from a chosen link to the next field, not to the arrow that opens the linked document.
contact_center.forms.skip_arrows = function (wrapper) {
	$(wrapper).find(".link-btn a").attr("tabindex", "-1");
};
