// Dialogs that the forms of a request and of its tasks share.

frappe.provide("contact_center.actions");

contact_center.actions.CONTROL = "contact_center.control.";

// What was typed and not saved would be lost when the form is read anew after a dialog: it is saved before one opens,
// and what is refused is mended first.
contact_center.actions.after_save = async function (frm, open) {
	const saved = !frm.is_dirty() || (await frm.save().then(() => true, () => false));
	if (saved) open(frm);
};

// Calls a chapter function, then shows the document as it now is.
contact_center.actions.run = async function (frm, method, args, done) {
	await frappe.xcall(contact_center.actions.CONTROL + method, args);
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
	frappe.prompt(
		fields,
		({ text, is_public }) =>
			contact_center.actions.run(
				frm,
				"comments.comment",
				{ doctype: frm.doctype, name: frm.docname, text, is_public },
				__("Comment added")
			),
		__("Comment"),
		__("Add Comment", null, "Button in a dialog")
	);
};

// Who is rung, and for which time: the number is at hand while the outcome is written.
contact_center.actions.whom_to_call = function (frm) {
	const { applicant } = contact_center.brought(frm);
	const attempt = __("Attempt no. {0}", [(frm.doc.callback_count || 0) + 1]);
	return `<p>${contact_center.contact_html(applicant || {})}<br><span class="text-muted">${attempt}</span></p>`;
};

contact_center.actions.call_back = function (frm, why = "") {
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
			mandatory_depends_on: `eval:${JSON.stringify(need_text)}.includes(doc.outcome)`,
		},
	];
	frappe.prompt(
		fields,
		({ outcome, text }) =>
			contact_center.actions.run(
				frm,
				"confirmation.call_back",
				{ request: frm.docname, outcome, text: text || "" },
				__("Call-back recorded")
			),
		__("Call-back"),
		__("Record the call-back")
	);
};

// `task`: {name, executor, proposed_executor, reason}. The request shows what became of it.
contact_center.actions.redirect = function (request, task) {
	const fields = [
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
			const args = { task: task.name, executor, reason };
			await frappe.xcall(contact_center.actions.CONTROL + "redirect.redirect", args);
			frappe.show_alert({ message: __("The request went to the new executor"), indicator: "green" });
			if (cur_frm.doctype === "Request") return cur_frm.reload_doc();
			// Read anew, unless somebody has typed into it.
			if (!frappe.get_doc("Request", request)?.__unsaved) frappe.model.remove_from_locals("Request", request);
			frappe.set_route("Form", "Request", request);
		},
		__("Redirect"),
		__("Redirect")
	);
};

// What a workflow action waits for that is not to happen: the framework catches no rejection.
contact_center.actions.stay = () => new Promise(() => {});

// Asks for what a workflow action needs, stores it, and lets the action go on; stays where the person steps back or
// the answers are refused, which has been said then.
contact_center.actions.ask = function (frm, { title, warning, fields, action }) {
	frappe.dom.unfreeze();
	return new Promise((resolve) => {
		const dialog = new frappe.ui.Dialog({
			title,
			fields: (warning
				? [{ fieldtype: "HTML", fieldname: "warning", options: `<p>${warning}</p>` }]
				: []
			).concat(fields || []),
			primary_action_label: action || title,
			primary_action: async (values) => {
				dialog.hide();
				if (!(await contact_center.actions.store(frm, values).then(() => true, () => false))) return;
				frappe.dom.freeze();
				resolve();
			},
			secondary_action_label: __("Go Back"),
			secondary_action: () => dialog.hide(),
		});
		dialog.show();
	});
};

// What was typed and not saved would be lost by the workflow call, and the report refused as empty.
contact_center.actions.save_first = async function (frm) {
	if (!frm.is_dirty()) return;
	frappe.dom.unfreeze();
	await frm.save();
	frappe.dom.freeze();
};

// The framework's workflow call reads the document from the database, so the answers are saved before it.
contact_center.actions.store = async function (frm, values) {
	const answers = Object.entries(values).filter(([field]) => frm.fields_dict[field]);
	for (const [field, value] of answers) await frm.set_value(field, value);
	if (frm.is_dirty()) await frm.save();
};
