// An appeal: written once; what happens to it then is a button of whoever may do it (R3.3a).

const APPEALS = "contact_center.intake.appeal_acts.";
const OF_NEW = ["number", "stage", "term_section", "steps_section"];
const WORDS = ["kind", "about", "executor", "person", "request", "text", "answer_by", "post_address"];

frappe.ui.form.on("Appeal", {
	setup(frm) {
		frm.set_query("executor", () => ({ filters: { is_group: 0 } }));
	},

	onload(frm) {
		contact_center.forms.hide_time_zone(frm);
	},

	refresh(frm) {
		contact_center.forms.skip_arrows(frm.wrapper);
		$(frm.wrapper).addClass("contact-center-form");
		frm.toggle_display(OF_NEW, !frm.is_new());
		if (frm.is_new()) return;
		frm.disable_form();
		for (const { df } of frm.fields) if (df.description) frm.set_df_property(df.fieldname, "description", "");
		frm.page.set_title(`${word(frm.doc.kind)} ${frm.doc.number}`);
		show_headline(frm);
		contact_center.forms.show_taken_steps(frm, word);
		add_acts(frm);
	},
});

const word = (text) => __(text, null, "Appeal");

// Who considers it until when, or how it ended.
function show_headline(frm) {
	const { stage, overdue, due, assigned_to, became_request } = frm.doc;
	const { speech } = contact_center;
	const who = assigned_to ? frappe.user.full_name(assigned_to) : __("nobody yet");
	const left = due ? `${speech.time_left(due)} · ${speech.moment(due)}` : __("no fixed term");
	const [words, color] = {
		"Under Consideration": [__("Considered by: {0}. To be answered: {1}", [who, left]), overdue ? "red" : "orange"],
		"Answer Given": [__("The answer is given."), "green"],
		"Passed On": [__("The thanks are passed on."), "green"],
		Withdrawn: [__("The applicant took it back."), "gray"],
		"Became a Request": [__("It asked for work: a request was made of it."), "blue"],
	}[stage];
	frm.dashboard.clear_headline();
	if (contact_center.is_executor()) return;
	frm.dashboard.set_headline_alert(frappe.utils.escape_html(words), color);
	if (became_request) frm.add_custom_button(__("Open the Request"), () => frappe.set_route("Form", "Request", became_request));
}

function add_acts(frm) {
	const { may = [] } = contact_center.brought(frm);
	const is_thanks = frm.doc.kind === "Gratitude";
	const main = is_thanks ? "pass_on" : "answer";
	const acts = {
		answer: [__("Give the Answer"), () => ask_answer(frm)],
		pass_on: [__("Pass the Thanks On"), () => ask_receiver(frm)],
		assign: [__("Name Who Considers It"), () => ask_person(frm)],
		correct: [__("Correct"), () => ask_correction(frm)],
		turn_into_request: [__("Make a Request of It"), () => ask_request(frm)],
		withdraw: [__("The Applicant Takes It Back"), () => ask_reason(frm)],
	};
	for (const name of may) {
		const [label, act] = acts[name];
		if (name !== main) frm.add_custom_button(label, act, __("More", null, "Appeal"));
		else frm.add_custom_button(label, act).addClass("btn-primary").removeClass("btn-default");
	}
}

function ask_answer(frm) {
	const ways = {
		"E-mail": __("The answer goes to the applicant by e-mail."),
		Account: __("The applicant reads the answer in the account."),
		Post: __("The applicant asked for a letter: print the appeal with the answer and post it."),
	};
	const way = ways[frm.doc.answer_by] || __("The applicant asked for no answer in writing: it stays on record.");
	open(frm, __("Give the Answer"), "answer", __("The answer is given."), [
		note(way),
		{ fieldname: "text", fieldtype: "Text", label: __("What was found and what is done"), reqd: 1, modules: "Answer" },
	]);
}

function ask_receiver(frm) {
	const { executor, applicant, text } = frm.doc;
	const fields = [
		{
			fieldname: "executor",
			fieldtype: "Link",
			options: "Executor",
			label: __("Executor"),
			default: executor,
			get_query: () => ({ filters: { is_group: 0, is_active: 1 } }),
		},
		{ fieldname: "note", fieldtype: "Small Text", label: __("If not an executor: to whom, and how it was told") },
		{ fieldname: "text", fieldtype: "Text", label: __("Words that are passed on"), default: text, reqd: 1 },
		note(__("Leave out what tells who wrote it, unless the applicant agreed to be named.")),
		{ fieldname: "signed", fieldtype: "Check", label: __("The applicant agreed to be named"), hidden: !applicant },
	];
	open(frm, __("Pass the Thanks On"), "pass_on", __("The thanks are passed on."), fields);
}

function ask_person(frm) {
	const { people } = contact_center.brought(frm);
	const options = people.map(({ name, title }) => ({ value: name, label: title || name }));
	const chosen = frm.doc.assigned_to || "";
	const field = { fieldname: "user", fieldtype: "Select", label: __("Considered By"), options, reqd: 1, default: chosen };
	open(frm, __("Name Who Considers It"), "assign", __("Named, and told by e-mail."), [field]);
}

function ask_correction(frm) {
	const fields = WORDS.filter((name) => frm.get_docfield(name)).map((name) => {
		const { fieldname, fieldtype, label, options, depends_on } = frm.get_docfield(name);
		const field = { fieldname, fieldtype, label: word(label), options, depends_on, default: frm.doc[name] };
		// A group of executors answers for nothing by itself.
		return options === "Executor" ? { ...field, get_query: () => ({ filters: { is_group: 0 } }) } : field;
	});
	const act = (values, seen) => {
		const written = Object.fromEntries(fields.map(({ fieldname }) => [fieldname, values[fieldname] || ""]));
		return run(frm, "correct", { values: written, seen }, __("Corrected. What was there before stays on record."));
	};
	contact_center.actions.open(frm, { title: __("Correct"), fields, button: __("Save", null, "Appeal"), act });
}

function ask_request(frm) {
	const words = __("A request in moderation is made of it, with the same words and applicant. The appeal ends with that.");
	open(frm, __("Make a Request of It"), "turn_into_request", __("The request is made."), [note(words)]);
}

function ask_reason(frm) {
	const field = { fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 };
	open(frm, __("The Applicant Takes It Back"), "withdraw", __("It is taken back."), [field]);
}

const note = (text) => ({ fieldname: `note_${text.length}`, fieldtype: "HTML", options: `<p>${frappe.utils.escape_html(text)}</p>` });

function open(frm, title, act, done, fields) {
	contact_center.actions.open(frm, {
		title,
		fields,
		button: title,
		act: (values, seen) => run(frm, act, { ...values, seen }, done),
	});
}

async function run(frm, act, values, done) {
	delete values.refusal;
	const call = frappe.xcall(APPEALS + act, { appeal: frm.docname, ...values });
	if (!(await call.then(() => true, () => false))) return false;
	frappe.show_alert({ message: done, indicator: "green" });
	await frm.reload_doc();
	return true;
}
