// The operator's card of a request: its stage and time left on top, what is needed next, the journal below.

frappe.ui.form.on("Request", {
	setup(frm) {
		contact_center.forms.set_up(frm, QUESTIONS);
		frm.set_query("classifier", () => ({ filters: { is_group: 0, is_active: 1 } }));
		frm.set_query("chosen_executor", () => ({ filters: { is_group: 0, is_active: 1 } }));
		contact_center.forms.describe_filter(frm, "classifier", __("Only classifier entries in use are shown"));
		contact_center.forms.describe_filter(frm, "chosen_executor", __("Only active executors are shown"));
	},

	onload(frm) {
		contact_center.forms.hide_time_zone(frm);
	},

	refresh(frm) {
		const { journal, files, evidence, checks, tasks, calls } = contact_center.brought(frm);
		contact_center.forms.tidy(frm);
		contact_center.forms.headline(frm, HEADLINES);
		contact_center.forms.show_tasks(frm);
		contact_center.journal.show(frm, journal);
		contact_center.files.show(frm, "description", files);
		// R6.3.3: the evidence of the result, which the operator checks before asking the applicant.
		const names = (tasks || []).map(({ name }) => name);
		contact_center.files.show_checked(frm, "result_for_applicant", evidence, checks, names);
		contact_center.cards.show_calls(frm, calls);
		contact_center.looks.show(frm);
		lay_out(frm);
		contact_center.applicant.show(frm);
		show_returns(frm);
		contact_center.modules.offer_in_form(frm, "wording", "Wording");
		show_joined(frm);
		contact_center.inspections.show(frm);
		add_buttons(frm);
		contact_center.moderation.watch(frm, HEADLINES);
		contact_center.forms.show_steps(frm);
		preview(frm);
		if (!frm.is_dirty()) contact_center.knowledge.show_answers(frm, contact_center.brought(frm).answers);
	},

	classifier(frm) {
		preview(frm);
		if (contact_center.is_controller()) contact_center.knowledge.ask_answers(frm);
	},
	street: preview,
	building: frappe.utils.debounce(preview, 400),
	district: preview,
	chosen_executor: preview,

	anonymous(frm) {
		if (frm.doc.anonymous) frm.set_value("applicant", null);
	},

	applicant(frm) {
		if (frm.doc.applicant) frm.set_value("notify_by", null);
		contact_center.applicant.show(frm);
	},
});

// What is asked before a step; `take(answers)` takes it.
const QUESTIONS = {
	reject: ask_ground,
	cancel: (frm, take) =>
		ask_reason(frm, take, __("Cancel", null, "Cancel a request"), __("Its executors stop working on it. A cancelled request cannot be reopened.")),
	return_for_rework: contact_center.returns.ask,
	close: ask_confirmation,
};

// Why it is refused: a ground that is counted, with its text for the applicant as the beginning of the reason.
function ask_ground(frm, take) {
	const reason = contact_center.actions.reason(frm.doc.reason);
	const grounds = frappe.boot.contact_center.refusal_grounds;
	const ground = {
		fieldname: "refusal_ground",
		fieldtype: "Select",
		options: ["", ...grounds.map(({ title }) => title)],
		label: __("Ground"),
		reqd: 1,
		onchange() {
			const chosen = grounds.find(({ title }) => title === this.get_value());
			// What the operator has written stays.
			const written = (this.layout.get_value("reason") || "").trim();
			const is_free = !written || grounds.some(({ text }) => text === written);
			if (chosen && is_free) this.layout.set_value("reason", chosen.text);
		},
	};
	const warning = __("The applicant will read the reason. A rejected request cannot be reopened.");
	contact_center.actions.ask(frm, { title: __("Reject"), warning, fields: [ground, reason], take });
}

function ask_reason(frm, take, title, warning) {
	contact_center.actions.ask(frm, { title, warning, fields: [contact_center.actions.reason(frm.doc.reason)], take });
}

// A request is closed after a call-back or the applicant's own confirmation; an anonymous applicant cannot be asked.
// The call-back is a decision of its own: the request is closed by the next click.
function ask_confirmation(frm, take) {
	if (frm.doc.confirmation || frm.doc.anonymous) return ask_about_joined(frm, take);
	return contact_center.actions.after_save(frm, () =>
		contact_center.actions.call_back(frm, __("The request is closed once the applicant has confirmed the result."))
	);
}

// Whom it concerns too, and finds it not done: the operator reads it before the request is closed.
function ask_about_joined(frm, take) {
	const { joined } = contact_center.brought(frm);
	if (!joined?.disputed) return take({});
	const texts = joined.people.filter(({ answer }) => answer === "Disputed").map(({ answer_text }) => answer_text);
	const list = texts.map((text) => `<li>${frappe.utils.escape_html(text)}</li>`).join("");
	const warning = `${__("Not all who have joined find it done: {0}", [joined_words(joined)])}<ul>${list}</ul>`;
	contact_center.actions.ask(frm, { title: __("Close"), warning, fields: [], take });
}

// «2 із 3 підтвердили, 1 не підтвердив».
function joined_words({ confirmed, disputed, joined }) {
	const said = [__("{0} of {1} confirmed", [confirmed, joined])];
	if (disputed) said.push(__("did not confirm: {0}", [disputed]));
	return said.join(", ");
}

function show_joined(frm) {
	const { joined } = contact_center.brought(frm);
	const field = frm.fields_dict.joined_html;
	if (!field) return;
	frm.toggle_display("joined_html", Boolean(joined));
	if (!joined) return;
	const escape = frappe.utils.escape_html;
	const asked = frm.doc.executed_at ? `<p>${escape(joined_words(joined))}</p>` : "";
	const people = joined.people.map(({ applicant, full_name, phone, answer, answer_text }) => {
		const said = { Confirmed: __("finds it done"), Disputed: __("finds it not done: {0}", [escape(answer_text || "")]) }[answer];
		const name = `<a href="${frappe.utils.get_form_link("Applicant", applicant)}">${escape(full_name || applicant)}</a>`;
		return `<li>${[name, escape(contact_center.speech.phone(phone) || ""), said].filter(Boolean).join(" · ")}</li>`;
	});
	field.$wrapper.html(`${asked}<ul>${people.join("")}</ul>`);
}

// Files by their names, not by their paths.
function show_returns(frm) {
	const files = frappe.meta.get_docfield("Return Mark", "files", frm.docname);
	if (!files) return;
	files.formatter = (value) => frappe.utils.escape_html((value || "").split("\n").map(contact_center.returns.file_name).join(", "));
	frm.refresh_field("returned_for");
}

// Headlines by the act that led to the present stage.
const HEADLINES = {
	receive: (doc, { hold }) => [moderated(doc, hold), "blue"],
	register: (doc) => contact_center.forms.deadline(__("The executor accepts it by {0}", [moment_words(doc.accept_by)]), doc.accept_by),
	accept: (doc) => contact_center.forms.deadline(__("To be done by {0}", [moment_words(doc.due)]), doc.due),
	return_for_rework: (doc) => contact_center.forms.deadline(__("Returned for rework; to be done by {0}", [moment_words(doc.due)]), doc.due),
	report: (doc, { disputed }) => (disputed ? dispute() : [awaited(doc), "purple"]),
	close: (doc) => [__("Closed on {0}", [moment_words(doc.closed_at)]), "green"],
	reject: (doc) => [__("Rejected on {0}: {1}", [moment_words(doc.closed_at), doc.reason || ""]), "red"],
	cancel: (doc) => [__("Cancelled on {0}: {1}", [moment_words(doc.closed_at), doc.reason || ""]), "gray"],
};

// Who works on it, or what it waits for.
function moderated(doc, hold) {
	if (doc.asked_at) return __("The applicant was asked on {0}: the request waits for the answer", [moment_words(doc.asked_at)]);
	if (hold?.mine) return __("You work on it until {0}", [hold.until]);
	if (hold) return __("{0} works on it until {1}", [hold.operator, hold.until]);
	return !doc.moderate_from || contact_center.speech.is_past(doc.moderate_from)
		? __("Waiting for moderation since {0}", [moment_words(doc.received_at)])
		: __("Came outside working hours: to be moderated from {0}", [moment_words(doc.moderate_from)]);
}

const dispute = () => [__("The applicant did not confirm the result: return it for rework"), "red"];

function awaited(doc) {
	if (doc.confirmation) return __("The applicant confirmed the result: the request can be closed");
	const reported = __("The executor reported the result on {0}", [moment_words(doc.executed_at)]);
	if (!contact_center.is_controller()) return reported;
	const called = doc.callback_count ? " · " + __("calls so far: {0}", [doc.callback_count]) : "";
	return `${reported}: ${__("ask the applicant")}${called}`;
}

function moment_words(moment) {
	return contact_center.speech.moment(moment);
}

// Hide empty fields that dialogs or acts fill in, and fields that can no longer be changed.
function lay_out(frm) {
	const { doc } = frm;
	for (const field of ["channel", "classifier"]) frm.set_df_property(field, "read_only", doc.number ? 1 : 0);
	frm.set_df_property("anonymous", "read_only", doc.applicant && doc.channel === "Web" ? 1 : 0);
	frm.toggle_display("result_section", Boolean(doc.result_for_applicant));
	frm.toggle_display("stage", !frm.is_new());
	frm.toggle_display("decision_section", Boolean(doc.reason || doc.confirmation));
	frm.toggle_display(["latitude", "longitude"], Boolean(doc.latitude || doc.longitude));
	contact_center.forms.show_map(frm, "longitude", `${doc.latitude || ""}, ${doc.longitude || ""}`);
	frm.toggle_display("chosen_executor", Boolean(doc.chosen_executor));
	frm.dashboard.links_area?.hide();
}

function add_buttons(frm) {
	if (frm.is_new() || !contact_center.is_controller()) return;
	contact_center.moderation.add_buttons(frm);
	if (contact_center.may(frm, "call_back") && !frm.doc.anonymous) {
		frm.add_custom_button(__("Call-back"), () =>
			contact_center.actions.after_save(frm, () => contact_center.actions.call_back(frm))
		);
	}
	if (!frm.doc.anonymous && !contact_center.stage(frm.doc.stage).is_finished) {
		frm.add_custom_button(__("Clearing-up Call"), () =>
			contact_center.actions.after_save(frm, contact_center.cards.clear_up)
		);
	}
	const { reopen_until } = contact_center.brought(frm);
	if (reopen_until) {
		frm.add_custom_button(__("Open Again"), () =>
			contact_center.actions.after_save(frm, () => contact_center.actions.reopen(frm, reopen_until))
		);
	}
	if (contact_center.may(frm, "comment")) {
		frm.add_custom_button(__("Comment"), () =>
			contact_center.actions.after_save(frm, contact_center.actions.comment)
		);
	}
}

// The district of the address; before registration also the type, executors and terms that would follow (R5.11).
async function preview(frm) {
	const field = frm.fields_dict.classifier;
	if (!field) return;
	if (!frm.perm[0]?.write) return field.set_description(type_html(frm));
	const open = frm.is_new() || contact_center.may(frm, "register");
	if (!(open ? frm.doc.classifier || frm.doc.street : frm.is_dirty())) return field.set_description(type_html(frm));
	const { classifier, street, building, district, chosen_executor } = frm.doc;
	const { preview: brought } = contact_center.brought(frm);
	const values = { classifier, street, building, district, chosen_executor };
	const found =
		brought && !frm.is_dirty() ? brought : await frappe.xcall("contact_center.desk.preview.preview", { values });
	if (frm.doc.classifier !== classifier || frm.doc.street !== street) return;
	if (found.district && found.district !== frm.doc.district) frm.set_value("district", found.district);
	if (!open) return;
	frm.toggle_display("chosen_executor", Boolean(found.may_choose || chosen_executor));
	field.set_description(preview_html(found));
}

// The type that the card was registered with: the preview says it before.
function type_html({ doc }) {
	const { request_type } = doc;
	if (!request_type) return "";
	const title = frappe.utils.get_link_title("Request Type", request_type) || request_type;
	return __("Type: {0}", [`<b>${frappe.utils.escape_html(title)}</b>`]);
}

function preview_html(found) {
	const escape = frappe.utils.escape_html;
	const lines = [];
	if (found.request_type) lines.push(__("Type: {0}", [`<b>${escape(found.request_type)}</b>`]));
	if (found.terms) lines.push(escape(found.terms));
	if (found.executors.length) {
		const names = found.executors.map((title) => `<b>${escape(title)}</b>`).join(", ");
		lines.push(__("Executors: {0}", [names]));
	}
	if (found.problem) lines.push(`<span class="text-danger">${escape(found.problem)}</span>`);
	if (found.hint) lines.push(escape(found.hint));
	return lines.join("<br>");
}
