// Inspections on the spot: asked for by executors, called by operators, shown at request and task (R7.3, R6.3.4).

frappe.provide("contact_center.inspections");

contact_center.inspections.COLORS = { "Asked For": "orange", Called: "blue", Held: "green", Cancelled: "gray" };

// What was written on the spot and not sent yet goes out from whatever page is open.
$(document).on("app_ready", () => contact_center.is_controller() && contact_center.box.start());

contact_center.inspections.word = (text) => __(text, null, "Inspection");

// What the request or task has of them, above its fields, and the button that begins one.
contact_center.inspections.show = function (frm) {
	const { inspections = [], may_call_inspection, may_ask_inspection } = contact_center.brought(frm);
	$(frm.wrapper).find(".contact-center-inspections").closest(".form-dashboard-section").remove();
	// In the menu: rare at a request, whose head shows its number and place beside the buttons of each call.
	if (may_call_inspection) {
		frm.page.add_menu_item(__("Call an Inspection"), () => contact_center.actions.after_save(frm, contact_center.inspections.call));
		contact_center.inspections.go_on(frm);
	}
	if (may_ask_inspection) {
		frm.add_custom_button(__("Ask for an Inspection"), () => contact_center.actions.after_save(frm, contact_center.inspections.ask));
	}
	if (inspections.length) frm.dashboard.add_section(contact_center.inspections.html(inspections), __("Inspections"));
};

// Begins where somebody comes from a sample in order to call one.
contact_center.inspections.go_on = function (frm) {
	if (contact_center.inspections.wanted !== frm.docname) return;
	contact_center.inspections.wanted = null;
	contact_center.inspections.call(frm);
};

contact_center.inspections.html = function (rows) {
	const escape = frappe.utils.escape_html;
	const { word, COLORS } = contact_center.inspections;
	const lines = rows.map(({ name, number, kind, stage, starts_at, place, outcome }) => {
		const link = `<a href="${frappe.utils.get_form_link("Inspection", name)}">${escape(number)}</a>`;
		const state = `<span class="indicator-pill ${COLORS[stage]}">${escape(word(outcome || stage))}</span>`;
		const when = starts_at ? contact_center.speech.moment(starts_at) : "";
		return `<li>${[link, escape(word(kind)), state, escape(when), escape(place || "")].filter(Boolean).join(" · ")}</li>`;
	});
	return `<ul class="contact-center-inspections list-unstyled">${lines.join("")}</ul>`;
};

contact_center.inspections.ask = function (frm) {
	const note = __("The task goes on meanwhile, and its terms too. The contact centre calls the inspection or says why not.");
	contact_center.actions.open(frm, {
		title: __("Ask for an Inspection"),
		fields: [{ fieldname: "note", fieldtype: "HTML", options: `<p>${note}</p>` }, contact_center.actions.reason()],
		button: __("Ask", null, "Ask for an inspection"),
		act: ({ reason }, seen) =>
			contact_center.actions.run(
				frm,
				"inspections.ask_for_inspection",
				{ task: frm.docname, reason, seen },
				__("The contact centre was asked for an inspection")
			),
	});
};

// Tomorrow at ten, which people can make.
contact_center.inspections.tomorrow = () => `${frappe.datetime.add_days(frappe.datetime.nowdate(), 1)} 10:00:00`;

contact_center.inspections.members_table = (rows = []) => ({
	fieldname: "members",
	fieldtype: "Table",
	label: __("Other Members"),
	description: __("An account of ours, or a person from outside with a name; who has an address gets an invitation for the calendar"),
	cannot_add_rows: false,
	in_place_edit: true,
	data: rows,
	fields: [
		{
			fieldname: "user",
			fieldtype: "Link",
			options: "User",
			label: __("User Account"),
			in_list_view: 1,
			columns: 3,
			get_query: () => ({ filters: { enabled: 1, user_type: "System User" } }),
		},
		{ fieldname: "full_name", fieldtype: "Data", label: __("Or a Name"), in_list_view: 1, columns: 3 },
		{ fieldname: "email", fieldtype: "Data", options: "Email", label: __("E-mail"), in_list_view: 1, columns: 2 },
		{ fieldname: "represents", fieldtype: "Data", label: __("For Whom"), in_list_view: 1, columns: 2 },
	],
});

contact_center.inspections.plain_rows = (rows = []) =>
	rows
		.map(({ user = "", full_name = "", email = "", represents = "" }) => ({ user, full_name, email, represents }))
		.filter(({ user, full_name, email }) => user || full_name || email);

contact_center.inspections.call = function (frm) {
	const { tasks = [], inspections = [], sampled } = contact_center.brought(frm);
	const { word, members_table, plain_rows, tomorrow } = contact_center.inspections;
	const at_work = tasks.filter(({ stage, awaits_redirect }) => awaits_redirect || !contact_center.stage(stage).is_dropped);
	const asked = inspections.find(({ stage }) => stage === "Asked For");
	const is_disputed = at_work.some(({ awaits_redirect }) => awaits_redirect) || asked;
	const { is_open, is_dropped } = contact_center.stage(frm.doc.stage);
	const is_reported = !is_open && !is_dropped;
	const kinds = ["Competence Dispute", "Reported Work", "Work That Drags On", ...(sampled ? ["Sample"] : [])];
	const kind = sampled ? "Sample" : is_disputed ? kinds[0] : is_reported ? kinds[1] : kinds[2];
	const place = [frm.doc.street, frm.doc.building].filter(Boolean).join(", ") || frm.doc.place || "";
	const checks = at_work.map(({ name, executor_title }) => ({ label: frappe.utils.escape_html(executor_title), value: name, checked: 1 }));
	const fields = [
		{
			fieldname: "kind",
			fieldtype: "Select",
			label: __("Purpose"),
			reqd: 1,
			default: kind,
			options: kinds.map((value) => ({ value, label: word(value) })),
		},
		{ fieldname: "starts_at", fieldtype: "Datetime", hide_timezone: 1, label: __("Date and Time"), reqd: 1, default: tomorrow() },
		{
			fieldname: "place",
			fieldtype: "Data",
			label: __("Meeting Place"),
			reqd: 1,
			default: place,
			description: __("Outside members read it: without the flat"),
		},
		contact_center.actions.reason(),
		{ fieldname: "tasks", fieldtype: "MultiCheck", label: __("Executors Who Have to Come"), options: checks, columns: 1 },
		members_table(),
		{
			fieldname: "applicant_invited",
			fieldtype: "Check",
			label: __("The applicant is invited too"),
			hidden: !frm.doc.applicant,
		},
	];
	const dialog = contact_center.actions.open(frm, {
		title: __("Call an Inspection"),
		fields,
		button: __("Call", null, "Call an inspection"),
		act: ({ kind, starts_at, place, reason, tasks, members, applicant_invited = 0 }, seen) => {
			const chosen = JSON.stringify(tasks || []);
			const rows = JSON.stringify(plain_rows(members));
			const values = { request: frm.docname, kind, starts_at, place, reason, tasks: chosen, members: rows, applicant_invited, seen };
			return contact_center.actions.run(frm, "inspections.call_inspection", values, __("The inspection is called, everybody is invited"));
		},
	});
	return dialog;
};
