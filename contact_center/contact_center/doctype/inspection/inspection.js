// An inspection on the spot: when, where and who; then what was found, and what it proposes (R7.3, R9.2.4).

const INSPECTION_ACTS = "inspection_acts.";

frappe.ui.form.on("Inspection", {
	onload(frm) {
		contact_center.forms.hide_time_zone(frm);
	},

	refresh(frm) {
		const { files, may } = contact_center.brought(frm);
		contact_center.forms.skip_arrows(frm.wrapper);
		$(frm.wrapper).addClass("contact-center-form");
		frm.disable_form();
		frm.page.set_title(`${__("Inspection")} ${frm.doc.number}`);
		show_headline(frm);
		contact_center.forms.show_taken_steps(frm, word);
		contact_center.files.show(frm, "findings", files);
		frm.toggle_display("findings_section", Boolean(frm.doc.findings || files?.length));
		if (frm.doc.request) frm.add_custom_button(__("Open the Request"), () => frappe.set_route("Form", "Request", frm.doc.request));
		if (may) add_acts(frm);
	},
});

const { word } = contact_center.inspections;

// When it is, or what it found and proposes.
function show_headline(frm) {
	const { stage, starts_at, place, outcome } = frm.doc;
	const { next_step } = contact_center.brought(frm);
	const when = starts_at ? [contact_center.speech.moment(starts_at), place].filter(Boolean).join(", ") : "";
	const proposals = {
		Redirect: __("Proposed: redirect the request to the executor who was found competent."),
		Keep: __("Proposed: the executor keeps the request, the work goes on."),
		"Return for Rework": __("Proposed: return the request for rework."),
		"Ask the Applicant": __("Proposed: ask the applicant whether the result is confirmed."),
		"Call Again": __("Proposed: call another inspection."),
	};
	const told = {
		"Asked For": __("The executor asks for an inspection: call it at the request, or refuse it here."),
		Called: when,
		Held: word(outcome),
	}[stage];
	const words = told || word(outcome) || __("The inspection does not take place.");
	const text = [words, proposals[next_step]].filter(Boolean).map(frappe.utils.escape_html).join("<br>");
	frm.dashboard.clear_headline();
	frm.dashboard.set_headline_alert(text, contact_center.inspections.COLORS[stage]);
}

function add_acts(frm) {
	const { stage, request, findings } = frm.doc;
	if (contact_center.brought(frm).returns) {
		const version = (form) => contact_center.brought(form).returns;
		const ask = () => contact_center.returns.ask_closed(frm, request, findings, version);
		frm.add_custom_button(__("Return for Rework"), ask).addClass("btn-primary").removeClass("btn-default");
	}
	if (stage === "Asked For") {
		frm.add_custom_button(__("Call an Inspection"), () => frappe.set_route("Form", "Request", frm.doc.request)).addClass("btn-primary");
		frm.add_custom_button(__("Refuse"), () => ask_call_off(frm, __("Refuse the Inspection")));
	}
	if (stage !== "Called") return;
	frm.add_custom_button(__("On the Spot"), () => frappe.set_route("inspection-on-the-spot", frm.docname));
	frm.add_custom_button(__("Record What Was Found"), () => ask_record(frm)).addClass("btn-primary").removeClass("btn-default");
	frm.add_custom_button(__("Move"), () => ask_move(frm), __("More", null, "Inspection"));
	frm.add_custom_button(__("Call Off"), () => ask_call_off(frm, __("Call Off the Inspection")), __("More", null, "Inspection"));
}

function ask_move(frm) {
	const fields = [
		{ fieldname: "starts_at", fieldtype: "Datetime", hide_timezone: 1, label: __("Date and Time"), reqd: 1, default: frm.doc.starts_at },
		{ fieldname: "place", fieldtype: "Data", label: __("Meeting Place"), reqd: 1, default: frm.doc.place },
		contact_center.actions.reason(),
	];
	open(frm, __("Move the Inspection"), "move_inspection", __("The inspection is moved, everybody is told"), fields);
}

function ask_call_off(frm, title) {
	const warning = __("Whoever was called is told, with the reason. It cannot be undone: a new one would have to be called.");
	const fields = [{ fieldname: "warning", fieldtype: "HTML", options: `<p>${warning}</p>` }, contact_center.actions.reason()];
	open(frm, title, "call_off_inspection", __("The inspection does not take place, everybody is told"), fields);
}

function ask_record(frm) {
	const outcomes = frm.get_docfield("outcome").options.split("\n").filter(Boolean);
	const name_of = ({ full_name, represents }) => [full_name, represents].filter(Boolean).join(", ");
	const people = frm.doc.members.map((row) => ({ label: frappe.utils.escape_html(name_of(row)), value: row.name, checked: 0 }));
	const fields = [
		{ fieldname: "came", fieldtype: "MultiCheck", label: __("Who Came"), options: people, columns: 1 },
		{
			fieldname: "outcome",
			fieldtype: "Select",
			label: __("Result on the Spot"),
			reqd: 1,
			options: outcomes.map((value) => ({ value, label: word(value) })),
		},
		{
			fieldname: "competent",
			fieldtype: "Link",
			options: "Executor",
			label: __("Competent Executor"),
			depends_on: 'eval:doc.outcome === "Competent Executor Found"',
			mandatory_depends_on: 'eval:doc.outcome === "Competent Executor Found"',
			get_query: () => ({ filters: { is_group: 0, is_active: 1 } }),
		},
		{ fieldname: "findings", fieldtype: "Text", label: __("What Was Seen"), reqd: 1, description: __("Executors read it: without the applicant's name and phone") },
	];
	const note = __("Photos and the act: attach them to the inspection before you record.");
	open(frm, __("Record What Was Found"), "record_inspection", __("What was found is on record"), [
		{ fieldname: "note", fieldtype: "HTML", options: `<p class="text-muted">${note}</p>` },
		...fields,
	]);
}

function open(frm, title, act, done, fields) {
	contact_center.actions.open(frm, {
		title,
		fields,
		button: title,
		act: ({ came, refusal, note, warning, ...values }, seen) => {
			const args = { inspection: frm.docname, ...values, seen };
			if (came) args.came = JSON.stringify(came);
			return contact_center.actions.run(frm, INSPECTION_ACTS + act, args, done);
		},
	});
}
