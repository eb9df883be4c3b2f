// Dialogs that the forms of a request and of a task share.

frappe.provide("contact_center.actions");

contact_center.actions.CONTROL = "contact_center.control.";

// Saves the form, then opens a dialog: unsaved changes would be lost when the form is reloaded after it. If the form
// cannot be saved, no dialog opens.
contact_center.actions.after_save = async function (frm, open) {
	if (await contact_center.actions.save(frm)) open(frm);
};

// Opens a dialog that stays open, with all that was typed, until its act is done; a refusal shows in it. `act(values, seen)`
// returns whether it was done. A field's `modules` is the purpose of the text modules that are offered beside it, `nameless` that executors read it. `version(frm)` is what the act is decided on: what the form shows when the dialog opens, or
// once a refusal has said what happened since.
contact_center.actions.open = function (frm, { title, fields, button, act, version = (form) => form.doc.modified }) {
	let seen = version(frm);
	const dialog = new frappe.ui.Dialog({
		title,
		fields: [{ fieldname: "refusal", fieldtype: "HTML" }, ...fields],
		primary_action_label: button,
		primary_action: async (values) => {
			const was_saved = !frm.is_dirty();
			const refusals = [];
			dialog.get_primary_btn().prop("disabled", true);
			const done = await contact_center.actions.hear(refusals, () => act(values, seen));
			if (done) return dialog.hide();
			contact_center.actions.show_refusals(dialog, refusals);
			// The document may have changed; what else was typed into the form stays.
			if (was_saved) await frm.reload_doc();
			if (was_saved) seen = version(frm);
			dialog.get_primary_btn().prop("disabled", false);
		},
		secondary_action_label: __("Go Back"),
		secondary_action: () => dialog.hide(),
	});
	dialog.show();
	for (const { fieldname, modules, nameless } of fields) {
		if (modules) contact_center.modules.offer(frm, dialog.get_field(fieldname), modules, nameless);
	}
	return dialog;
};

// Does something and gathers what the server refuses meanwhile, instead of the framework's message box, whose place is not
// above an open dialog.
contact_center.actions.hear = async function (refusals, act) {
	const handlers = frappe.request.error_handlers;
	const keep = (answer) => {
		refusals.push(...contact_center.actions.messages(answer));
		refusals.kind = answer.problem?.kind;
	};
	// An answer without an error is looked up as "undefined": what it says is the message box's.
	const heard = (all, name) => (name === "undefined" ? all[name] : [...(all[name] || []), keep]);
	frappe.request.error_handlers = new Proxy(handlers, { get: heard });
	try {
		return await act();
	} finally {
		frappe.request.error_handlers = handlers;
	}
};

// Returns the texts of the messages in an answer, without their markup.
contact_center.actions.messages = function ({ _server_messages }) {
	return JSON.parse(_server_messages || "[]").map((each) => {
		const { message } = JSON.parse(each);
		return new DOMParser().parseFromString(message || "", "text/html").body.textContent;
	});
};

contact_center.actions.show_refusals = function (dialog, refusals) {
	const place = dialog.get_field("refusal").$wrapper.empty();
	for (const text of refusals) $(`<p class="alert alert-danger" role="alert"></p>`).text(text).appendTo(place);
	dialog.$body?.parent().scrollTop(0);
};

// Calls a method of contact_center.control, says that it is done and reloads the document; returns whether it was done.
contact_center.actions.run = async function (frm, method, args, done) {
	const call = frappe.xcall(contact_center.actions.CONTROL + method, args);
	if (!(await call.then(() => true, () => false))) return false;
	frappe.show_alert({ message: done, indicator: "green" });
	await frm.reload_doc();
	return true;
};

// Why something is done, for a dialog; executors read it.
contact_center.actions.reason = (initial) => ({
	fieldname: "reason",
	fieldtype: "Small Text",
	label: __("Reason"),
	reqd: 1,
	modules: "Answer",
	nameless: true,
	default: initial,
});

contact_center.actions.comment = function (frm) {
	const fields = [
		{
			fieldname: "text",
			fieldtype: "Small Text",
			label: __("Comment"),
			reqd: 1,
			modules: "Answer",
			nameless: true,
		},
		{
			fieldname: "is_public",
			fieldtype: "Check",
			label: __("The applicant sees this comment"),
		},
	];
	// On a task its executor reads it anyway.
	if (frm.doctype === "Request" && contact_center.brought(frm).tasks?.length) {
		fields.push({
			fieldname: "for_executors",
			fieldtype: "Check",
			label: __("The executors see this comment"),
			default: 1,
		});
	}
	const { doctype, docname: name } = frm;
	// By it the server knows what is sent twice, and two comments of the same words.
	const key = frappe.utils.get_random(20);
	contact_center.actions.open(frm, {
		title: __("Comment"),
		fields,
		button: __("Add Comment", null, "Button in a dialog"),
		act: (values) =>
			contact_center.actions.run(frm, "comments.comment", { doctype, name, key, ...values }, __("Comment added")),
	});
};

// R7.7: what was closed and is not done goes back to its executors, for who calls about it.
contact_center.actions.reopen = function (frm, until) {
	const note = __("It goes back to its executors at once, who read these words. It can be opened again until {0}.", [until]);
	const fields = [
		{ fieldname: "note", fieldtype: "HTML", options: `<p>${frappe.utils.escape_html(note)}</p>` },
		{ fieldname: "text", fieldtype: "Small Text", label: __("What is not done?"), reqd: 1, modules: "Answer", nameless: true },
	];
	contact_center.actions.open(frm, {
		title: __("Open Again"),
		fields,
		button: __("Open Again"),
		act: ({ text }, seen) =>
			contact_center.actions.run(frm, "reopening.reopen_for", { request: frm.docname, text, seen }, __("The request is open again")),
	});
};

// Shows the applicant's contact and the number of the attempt in the dialog of a call-back.
contact_center.actions.whom_to_call = function (frm) {
	const { applicant } = contact_center.brought(frm);
	const attempt = __("Attempt no. {0}", [(frm.doc.callback_count || 0) + 1]);
	return `<p>${contact_center.contact_html(applicant || {})}<br><span class="text-muted">${attempt}</span></p>`;
};

contact_center.actions.SHEET = "contact_center.desk.call_back_sheet.";

// Opens once nobody else rings the applicant, here or from the sheet; the mark goes with the dialog.
contact_center.actions.call_back = async function (frm, why = "") {
	const { SHEET } = contact_center.actions;
	const request = frm.docname;
	const hold = frappe.xcall(`${SHEET}hold`, { request });
	if (!(await hold.then(() => true, () => false))) return;
	const dialog = contact_center.actions.ask_of_call(frm, why);
	dialog.on_hide = () => frappe.xcall(`${SHEET}let_go`, { request }).catch(() => null);
};

contact_center.actions.ask_of_call = function (frm, why) {
	const whom = contact_center.actions.whom_to_call(frm);
	const outcomes = frappe.boot.contact_center.call_back_outcomes;
	const need_text = outcomes.filter((outcome) => outcome.needs_text).map((outcome) => outcome.value);
	const fields = [
		{ fieldname: "whom", fieldtype: "HTML", options: (why ? `<p>${why}</p>` : "") + whom },
		{ fieldname: "outcome", fieldtype: "Select", label: __("Outcome"), options: outcomes, reqd: 1 },
		{
			fieldname: "text",
			fieldtype: "Small Text",
			label: __("What the applicant said"),
			modules: "Answer",
			nameless: true,
			mandatory_depends_on: `eval:${JSON.stringify(need_text)}.includes(doc.outcome)`,
		},
	];
	return contact_center.actions.open(frm, {
		title: __("Call-back"),
		fields,
		button: __("Record the call-back"),
		act: ({ outcome, text = "" }, seen) =>
			contact_center.actions.run(
				frm,
				"confirmation.call_back",
				{ request: frm.docname, outcome, text, seen },
				__("Call-back recorded")
			),
	});
};

// `task`: {name, modified, executor, proposed_executor, reason}. Afterwards the request is shown.
contact_center.actions.redirect = function (request, task) {
	const warning = __("The present executor stops working on it, the new one gets it at once.");
	const fields = [
		{ fieldname: "warning", fieldtype: "HTML", options: `<p>${warning}</p>` },
		{
			fieldname: "executor",
			fieldtype: "Link",
			options: "Executor",
			filter_description: __("Only active executors are shown"),
			label: __("New Executor"),
			reqd: 1,
			default: task.proposed_executor,
			get_query: () => ({
				filters: { is_group: 0, is_active: 1, name: ["!=", task.executor] },
			}),
		},
		contact_center.actions.reason(task.reason),
	];
	const frm = cur_frm;
	const version = ({ doc }) =>
		doc.name === task.name
			? doc.modified
			: contact_center.brought(frm).tasks?.find(({ name }) => name === task.name)?.modified || task.modified;
	contact_center.actions.open(frm, {
		title: __("Redirect"),
		fields,
		button: __("Redirect"),
		version,
		act: async ({ executor, reason }, seen) => {
			const args = { task: task.name, executor, reason, seen };
			const call = frappe.xcall(`${contact_center.actions.CONTROL}redirect.redirect`, args);
			if (!(await call.then(() => true, () => false))) return false;
			frappe.show_alert({ message: __("The request went to the new executor"), indicator: "green" });
			await contact_center.actions.show_request(frm, request);
			return true;
		},
	});
};

// R7.2: one of several executors whose part is not needed.
contact_center.actions.release = function (frm) {
	const warning = __("This executor stops working on it and reads why; the others go on.");
	contact_center.actions.open(frm, {
		title: __("Release"),
		fields: [{ fieldname: "warning", fieldtype: "HTML", options: `<p>${warning}</p>` }, contact_center.actions.reason("")],
		button: __("Release"),
		act: ({ reason }, seen) =>
			contact_center.actions.run(frm, "releasing.release", { task: frm.docname, reason, seen }, __("The executor is released")),
	});
};

// Shows a request after its task was redirected, read anew unless it has unsaved changes.
contact_center.actions.show_request = async function (frm, request) {
	if (frm.doctype === "Request") return frm.reload_doc();
	if (!frappe.get_doc("Request", request)?.__unsaved) frappe.model.remove_from_locals("Request", request);
	await frappe.set_route("Form", "Request", request);
};

// Asks for the values that a step needs and takes the step with them: `take(values)` returns whether it was taken.
contact_center.actions.ask = function (frm, { title, warning, fields, take }) {
	contact_center.actions.open(frm, {
		title,
		fields: [{ fieldtype: "HTML", fieldname: "warning", options: `<p>${warning}</p>` }, ...fields],
		button: title,
		act: (values, seen) => {
			// Read anew under the open dialog, the form is not the one that was decided on: the server says what happened.
			frm.doc.modified = seen;
			return take(values);
		},
	});
};

// Saves what was typed; returns whether nothing is left unsaved. The framework's own promise resolves after a refusal too;
// without a function for errors it would stay open where a script finds the form invalid.
contact_center.actions.save = async function (frm) {
	if (frm.is_dirty()) await frm.save("Save", null, null, () => {});
	return !frm.is_dirty();
};

// Saves the answers before the workflow call, which reads the document from the database; returns whether it could.
contact_center.actions.store = async function (frm, values) {
	const answers = Object.entries(values).filter(([field]) => frm.fields_dict[field]);
	for (const [field, value] of answers) await frm.set_value(field, value);
	return contact_center.actions.save(frm);
};
