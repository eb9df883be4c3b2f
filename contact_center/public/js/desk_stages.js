// One colour per stage, the same everywhere; never colour alone: the state's name and «overdue» are always said.

frappe.provide("contact_center");

// A question to the server that changes nothing: by GET, which frappe.xcall cannot do everywhere.
contact_center.read = async function (method, args) {
	const answer = await frappe.call({ method, args, type: "GET" });
	return answer.message;
};

// What the server says of a stage: {color, deadline, is_open, is_finished, is_dropped}.
contact_center.stage = (name) => frappe.boot.contact_center.stages[name] || { color: "gray", deadline: "due" };

// The workflow's states are the administrator's: the text is the state's, the colour its stage's.
contact_center.indicator = function (doc) {
	const state = doc.workflow_state || doc.stage;
	if (!state) return null;
	const label = doc.overdue ? `${__(state)} · ${__("overdue")}` : __(state);
	const stage = doc.stage || contact_center.stage_of_state(state);
	const filter = doc.workflow_state ? `workflow_state,=,${state}` : `stage,=,${state}`;
	return [label, contact_center.stage(stage).color, filter];
};

// Where a list was read without its stages, the workflow says them.
contact_center.stage_of_state = function (state) {
	const rows = Object.values(locals["Workflow Document State"] || {});
	return rows.find((row) => row.state === state)?.update_value;
};

contact_center.show_stage = function (frm) {
	if (frm.is_new() || frm.is_dirty()) return;
	const indicator = contact_center.indicator(frm.doc);
	if (indicator) frm.page.set_indicator(indicator[0], indicator[1]);
};

// What came with the document beside its fields, from contact_center/desk/forms.py; nothing with a new one.
contact_center.brought = (frm) => frm.doc.__onload?.contact_center || {};

// Whether an act of this name may be done to the document where it is now.
contact_center.may = function (frm, name) {
	const row = contact_center.act(name, frm.doctype);
	return !frm.is_new() && Boolean(row?.origins.includes(frm.doc.stage));
};

contact_center.act = function (name, doctype) {
	return frappe.boot.contact_center.acts.find((act) => act.name === name && act.document === doctype);
};

// The act that brings a document, or the request behind it, to a stage: by it the form says where things are.
contact_center.act_leading_to = function (stage, doctype) {
	const leading = frappe.boot.contact_center.acts.filter((act) => act.target === stage);
	return (leading.find((act) => act.document === doctype) || leading[0])?.name;
};

// A person's name, phone and e-mail, to be rung or written to with one press.
contact_center.contact_html = function ({ full_name, phone, email }) {
	const escape = frappe.utils.escape_html;
	const number = escape(contact_center.speech.phone(phone));
	const lines = full_name ? [`<b>${escape(full_name)}</b>`] : [];
	if (phone) lines.push(`<a href="tel:${escape(phone)}">${number}</a>`);
	if (email) lines.push(`<a href="mailto:${escape(email)}">${escape(email)}</a>`);
	return lines.join("<br>");
};

contact_center.is_controller = () => frappe.boot.contact_center.user.is_controller;

contact_center.is_executor = () => frappe.boot.contact_center.user.is_executor;

contact_center.is_system_manager = () => frappe.boot.contact_center.user.is_system_manager;
