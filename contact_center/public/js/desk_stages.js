// Shows stages, each in one colour everywhere, always with the name of the state and «overdue» in words.

frappe.provide("contact_center");

// Calls a method that changes nothing by GET, which frappe.xcall cannot do in every version.
contact_center.read = async function (method, args) {
	const answer = await frappe.call({ method, args, type: "GET" });
	return answer.message;
};

// Returns {color, deadline, is_open, is_finished, is_dropped} of a stage.
contact_center.stage = (name) => frappe.boot.contact_center.stages[name] || { color: "gray", deadline: "due" };

// Returns the indicator of a document: the text is its workflow state, which administrators name, the colour its stage's.
contact_center.indicator = function (doc) {
	const state = doc.workflow_state || doc.stage;
	if (!state) return null;
	const label = doc.overdue_now ? `${__(state)} · ${__("overdue")}` : __(state);
	const stage = doc.stage || contact_center.stage_of_state(state);
	const filter = doc.workflow_state ? `workflow_state,=,${state}` : `stage,=,${state}`;
	return [label, contact_center.stage(stage).color, filter];
};

// Returns the stage of a state from the loaded workflow, for a list that was read without stages.
contact_center.stage_of_state = function (state) {
	const rows = Object.values(locals["Workflow Document State"] || {});
	return rows.find((row) => row.state === state)?.update_value;
};

contact_center.show_stage = function (frm) {
	if (frm.is_new() || frm.is_dirty()) return;
	const indicator = contact_center.indicator(frm.doc);
	if (indicator) frm.page.set_indicator(indicator[0], indicator[1]);
};

// Returns what contact_center/desk/forms.py sent with the document; {} for a new one.
contact_center.brought = (frm) => frm.doc.__onload?.contact_center || {};

// Returns whether an act of this name may be done to the document at its present stage.
contact_center.may = function (frm, name) {
	const row = contact_center.act(name, frm.doctype);
	return !frm.is_new() && Boolean(row?.origins.includes(frm.doc.stage));
};

contact_center.act = function (name, doctype) {
	return frappe.boot.contact_center.acts.find((act) => act.name === name && act.document === doctype);
};

// Returns the name of the act that leads to a stage; the form chooses its headline by it.
contact_center.act_leading_to = function (stage, doctype) {
	const leading = frappe.boot.contact_center.acts.filter((act) => act.target === stage);
	return (leading.find((act) => act.document === doctype) || leading[0])?.name;
};

// Shows a person's name, phone and e-mail, the latter two as links.
contact_center.contact_html = function ({ full_name, phone, email }) {
	const escape = frappe.utils.escape_html;
	const number = escape(contact_center.speech.phone(phone));
	const lines = full_name ? [`<b>${escape(full_name)}</b>`] : [];
	if (phone) lines.push(`<a href="tel:${escape(phone)}">${number}</a>`);
	if (email) lines.push(`<a href="mailto:${escape(email)}">${escape(email)}</a>`);
	return lines.join("<br>");
};

// Whether the user works here: others keep the framework's desk as it is.
contact_center.is_ours = () => frappe.boot.contact_center.user.is_ours;

contact_center.is_controller = () => frappe.boot.contact_center.user.is_controller;

contact_center.is_executor = () => frappe.boot.contact_center.user.is_executor;

contact_center.is_system_manager = () => frappe.boot.contact_center.user.is_system_manager;
