// One colour per stage, the same everywhere; never colour alone: the state's name and «overdue» are always said.

frappe.provide("contact_center");

// A question to the server that changes nothing: by GET, which frappe.xcall cannot do everywhere.
contact_center.read = async function (method, args) {
	const answer = await frappe.call({ method, args, type: "GET" });
	return answer.message;
};

// What the server says of a stage: {color, term, is_open, is_finished, is_dropped}.
contact_center.stage = (name) => frappe.boot.contact_center.stages[name] || { color: "gray", term: "due" };

contact_center.OPEN_STAGES = ["Registered", "In Progress", "Rework"];
contact_center.FINISHED_STAGES = ["Closed", "Rejected", "Cancelled"];

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

// The stage that a workflow action leads to, by the state row that the administrator set up.
contact_center.stage_after = function (frm, action) {
	const workflow = frappe.workflow.workflows[frm.doctype];
	const state = frappe.workflow.get_state(frm.doc);
	const transition = (workflow?.transitions || []).find(
		(row) => row.state === state && row.action === action
	);
	const target = (workflow?.states || []).find((row) => row.state === transition?.next_state);
	return target?.update_value || null;
};

// The act between where the document is and where a workflow action leads, from the server's table of acts.
contact_center.act_of = function (frm, action) {
	const target = contact_center.stage_after(frm, action);
	return frappe.boot.contact_center.acts.find(
		(act) =>
			act.document === frm.doctype &&
			act.target === target &&
			act.origins.includes(frm.doc.stage) &&
			!act.by.includes("applicant")
	);
};

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
