// Dialogs that the forms of a request and of a task share.

frappe.provide("contact_center.actions");

contact_center.actions.CONTROL = "contact_center.control.";

// Saves the form, then opens a dialog: unsaved changes would be lost when the form is reloaded after it. If the form
// cannot be saved, no dialog opens.
contact_center.actions.after_save = async function (frm, open) {
	if (await contact_center.actions.save(frm)) open(frm);
};

// Calls a method of contact_center.control, then reloads the document; also after a refusal, since it may have changed.
contact_center.actions.run = async function (frm, method, args, done) {
	const call = frappe.xcall(contact_center.actions.CONTROL + method, args);
	if (!(await call.then(() => true, () => false))) return frm.reload_doc();
	frappe.show_alert({ message: done, indicator: "green" });
	await frm.reload_doc();
};

contact_center.actions.comment = function (frm) {
	const fields = [
		{
			fieldname: "text",
			fieldtype: "Small Text",
			label: __("Comment"),
			reqd: 1,
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
	frappe.prompt(
		fields,
		({ text, is_public, for_executors }) =>
			contact_center.actions.run(
				frm,
				"comments.comment",
				{ doctype: frm.doctype, name: frm.docname, text, is_public, for_executors },
				__("Comment added")
			),
		__("Comment"),
		__("Add Comment", null, "Button in a dialog")
	);
};

// Shows the applicant's contact and the number of the attempt in the dialog of a call-back.
contact_center.actions.whom_to_call = function (frm) {
	const { applicant } = contact_center.brought(frm);
	const attempt = __("Attempt no. {0}", [(frm.doc.callback_count || 0) + 1]);
	return `<p>${contact_center.contact_html(applicant || {})}<br><span class="text-muted">${attempt}</span></p>`;
};

contact_center.actions.call_back = function (frm, why = "") {
	const whom = contact_center.actions.whom_to_call(frm);
	const outcomes = frappe.boot.contact_center.call_back_outcomes;
	const need_text = outcomes.filter((outcome) => outcome.needs_text).map((outcome) => outcome.value);
	// What the form shows now is what is decided on, whatever it shows by the time of the answer.
	const seen = frm.doc.modified;
	const fields = [
		{ fieldname: "whom", fieldtype: "HTML", options: (why ? `<p>${why}</p>` : "") + whom },
		{ fieldname: "outcome", fieldtype: "Select", label: __("Outcome"), options: outcomes, reqd: 1 },
		{
			fieldname: "text",
			fieldtype: "Small Text",
			label: __("What the applicant said"),
			mandatory_depends_on: `eval:${JSON.stringify(need_text)}.includes(doc.outcome)`,
		},
	];
	frappe.prompt(
		fields,
		({ outcome, text }) =>
			contact_center.actions.run(
				frm,
				"confirmation.call_back",
				{ request: frm.docname, outcome, text: text || "", seen },
				__("Call-back recorded")
			),
		__("Call-back"),
		__("Record the call-back")
	);
};

// `task`: {name, modified, executor, proposed_executor, reason}. Afterwards the request is shown.
contact_center.actions.redirect = function (request, task) {
	const seen = task.modified;
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
		{
			fieldname: "reason",
			fieldtype: "Small Text",
			label: __("Reason"),
			reqd: 1,
			default: task.reason,
		},
	];
	frappe.prompt(
		fields,
		async ({ executor, reason }) => {
			const args = { task: task.name, executor, reason, seen };
			const call = frappe.xcall(contact_center.actions.CONTROL + "redirect.redirect", args);
			if (!(await call.then(() => true, () => false))) return cur_frm.reload_doc();
			frappe.show_alert({ message: __("The request went to the new executor"), indicator: "green" });
			if (cur_frm.doctype === "Request") return cur_frm.reload_doc();
			// The request is reloaded, unless it has unsaved changes.
			if (!frappe.get_doc("Request", request)?.__unsaved) frappe.model.remove_from_locals("Request", request);
			frappe.set_route("Form", "Request", request);
		},
		__("Redirect"),
		__("Redirect")
	);
};

// Asks for the values that a step needs; returns them, or null if the user closes the dialog.
contact_center.actions.ask = function (frm, { title, warning, fields }) {
	const seen = frm.doc.modified;
	return new Promise((resolve) => {
		const dialog = new frappe.ui.Dialog({
			title,
			fields: [{ fieldtype: "HTML", fieldname: "warning", options: `<p>${warning}</p>` }, ...fields],
			primary_action_label: title,
			primary_action: (values) => {
				// Read anew under the open dialog, the form is not the one that was decided on: the server says what happened.
				frm.doc.modified = seen;
				resolve(values);
				dialog.hide();
			},
			secondary_action_label: __("Go Back"),
			secondary_action: () => dialog.hide(),
		});
		dialog.onhide = () => resolve(null);
		dialog.show();
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
