// Stages of long-term work (R4.5): the executor plans and reports them, the contact centre agrees or refuses.

frappe.provide("contact_center.work_stages");

contact_center.work_stages.unfinished = (frm) => (frm.doc.work_stages || []).filter(({ done_at }) => !done_at);

contact_center.work_stages.choice = (rows, more = []) => ({
	fieldname: "stage",
	fieldtype: "Select",
	label: __("Stage of the Work"),
	options: [...more, ...rows.map(({ name, title }) => ({ value: name, label: title }))],
	default: more.length ? more[0].value : rows[0]?.name,
	reqd: more.length ? 0 : 1,
});

// A new stage, or another day for one that is not done.
contact_center.work_stages.plan = function (frm) {
	const rows = contact_center.work_stages.unfinished(frm);
	const week = frappe.datetime.add_days(frappe.datetime.nowdate(), 7);
	const is_new = { depends_on: "eval:!doc.stage", mandatory_depends_on: "eval:!doc.stage" };
	contact_center.actions.open(frm, {
		title: __("Plan a Stage"),
		fields: [
			...(rows.length ? [contact_center.work_stages.choice(rows, [{ value: "", label: __("A new stage") }])] : []),
			{ fieldname: "title", fieldtype: "Data", label: __("What is to be done"), ...is_new },
			{ fieldname: "day", fieldtype: "Date", label: __("Until the day"), reqd: 1, default: week },
		],
		button: __("Plan the Stage"),
		act: ({ stage = "", title = "", day }, seen) =>
			contact_center.actions.run(
				frm,
				"work_stages.plan_stage",
				{ task: frm.docname, stage, title: stage ? "" : title, day, seen },
				__("The stage is planned")
			),
	});
};

contact_center.work_stages.report = function (frm) {
	const rows = contact_center.work_stages.unfinished(frm).filter(({ due }) => due);
	const documents = [];
	const dialog = contact_center.actions.open(frm, {
		title: __("Report a Stage"),
		fields: [
			contact_center.work_stages.choice(rows),
			{ fieldname: "text", fieldtype: "Small Text", label: __("What was done"), reqd: 1, description: __("The applicant reads these words") },
			{ fieldname: "files", fieldtype: "HTML" },
		],
		button: __("Report the Stage"),
		act: ({ stage, text }, seen) =>
			contact_center.actions.run(
				frm,
				"work_stages.report_stage",
				{ task: frm.docname, stage, text, documents: documents.join("\n"), seen },
				__("The stage is reported")
			),
	});
	contact_center.terms.offer_upload(frm, dialog.get_field("files").$wrapper, documents);
};

contact_center.work_stages.wished = (frm) => contact_center.work_stages.unfinished(frm).filter(({ wished }) => wished);

contact_center.work_stages.agree = function (frm) {
	const rows = contact_center.work_stages.wished(frm);
	contact_center.actions.open(frm, {
		title: __("Agree to a Stage"),
		fields: [
			contact_center.work_stages.choice(rows),
			{ fieldname: "day", fieldtype: "Date", label: __("Until the day"), reqd: 1, default: rows[0].wished.slice(0, 10), description: __("The wished day, or another one") },
		],
		button: __("Agree"),
		act: ({ stage, day }, seen) =>
			contact_center.actions.run(frm, "work_stages.agree_stage", { task: frm.docname, stage, day, seen }, __("The stage is agreed")),
	});
};

contact_center.work_stages.refuse = function (frm) {
	contact_center.actions.open(frm, {
		title: __("Refuse a Stage"),
		fields: [contact_center.work_stages.choice(contact_center.work_stages.wished(frm)), contact_center.actions.reason("")],
		button: __("Refuse"),
		act: ({ stage, reason }, seen) =>
			contact_center.actions.run(frm, "work_stages.refuse_stage", { task: frm.docname, stage, reason, seen }, __("The stage is not agreed")),
	});
};

contact_center.work_stages.show = function (frm) {
	const { stages } = contact_center.brought(frm);
	if (!stages) return;
	const { plan, report, agree, refuse } = contact_center.work_stages;
	const add = (label, open) => frm.add_custom_button(label, () => contact_center.actions.after_save(frm, open), __("Stages of the Work"));
	if (stages.may_plan) add(__("Plan a Stage"), plan);
	if (stages.may_plan && contact_center.work_stages.unfinished(frm).some(({ due }) => due)) add(__("Report a Stage"), report);
	if (stages.may_decide) add(__("Agree to a Stage"), agree);
	if (stages.may_decide) add(__("Refuse a Stage"), refuse);
	const files = frappe.meta.get_docfield("Work Stage", "files", frm.docname);
	if (files) files.formatter = (value) => frappe.utils.escape_html((value || "").split("\n").map(contact_center.returns.file_name).join(", "));
};
