// The executor's form: what to do, where, by when; then what was done. The operator sees the same.

frappe.ui.form.on("Request Task", {
	setup(frm) {
		contact_center.forms.set_up(frm, { decline: ask_competence });
		frm.set_query("proposed_executor", () => ({
			filters: { is_group: 0, is_active: 1, name: ["!=", frm.doc.executor] },
		}));
		// Show the file's name, not its path.
		const file = frappe.meta.get_docfield("Request Evidence", "file");
		if (file) file.formatter = (value) => frappe.utils.escape_html((value || "").split("/").pop());
		contact_center.forms.describe_filter(frm, "proposed_executor", __("Only active executors are shown"));
	},

	onload(frm) {
		contact_center.forms.hide_time_zone(frm);
	},

	refresh(frm) {
		const { journal, files, evidence, checks } = contact_center.brought(frm);
		contact_center.forms.tidy(frm);
		contact_center.forms.headline(frm, HEADLINES);
		contact_center.journal.show(frm, journal);
		contact_center.forms.show_map(frm, "coordinates", frm.doc.coordinates);
		contact_center.files.show(frm, "wording", files);
		// R6.3.3: what the office should look at; it comes to operators and supervisors alone.
		contact_center.files.show_checked(frm, "evidence", evidence, checks, [frm.docname]);
		show_contact_button(frm);
		show_needed_evidence(frm);
		contact_center.terms.show(frm);
		contact_center.handing.show(frm);
		contact_center.handing.offer_below(frm);
		contact_center.inspections.show(frm);
		contact_center.work_stages.show(frm);
		add_buttons(frm);
		contact_center.forms.show_steps(frm);
		lay_out(frm);
		contact_center.modules.offer_in_form(frm, "result", "Answer");
	},
});

function ask_competence(frm, take) {
	contact_center.actions.ask(frm, {
		take,
		title: __("Not My Competence"),
		warning: __("The task goes back to the contact centre, which sends it to another executor."),
		fields: [
			{
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("Reason"),
				reqd: 1,
				modules: "Answer",
				default: frm.doc.reason,
			},
			{
				fieldname: "proposed_executor",
				fieldtype: "Link",
				options: "Executor",
				filter_description: __("Only active executors are shown"),
				label: __("Proposed Executor"),
				default: frm.doc.proposed_executor,
				get_query: () => ({
					filters: { is_group: 0, is_active: 1, name: ["!=", frm.doc.executor] },
				}),
			},
		],
	});
}

// Headlines by the act that led to the present stage.
const HEADLINES = {
	send: (doc) => contact_center.forms.deadline(__("Accept it by {0}", [moment_words(doc.accept_by)]), doc.accept_by),
	accept: (doc) =>
		doc.without_date
			? [__("The work has no next day: plan a stage. It stays under control until wholly done"), "orange"]
			: contact_center.forms.deadline(__("To be done by {0}", [moment_words(doc.due)]), doc.due),
	return_for_rework: (doc) =>
		contact_center.forms.deadline(
			__("Returned for rework: {0} To be done by {1}", [sentence(doc.reviewer_comment), moment_words(doc.due)]),
			doc.due
		),
	report: () => [__("The result is reported; the contact centre asks the applicant"), "purple"],
	close: () => [__("The applicant confirmed the result"), "green"],
	decline: (doc) => [__("Declined as not your competence: {0}", [doc.reason || ""]), "gray"],
	assign_below: () => [__("Taken off: nothing more is to be done here"), "gray"],
	redirect: () => [__("Taken off: nothing more is to be done here"), "gray"],
};

function sentence(text) {
	const trimmed = (text || "").trim();
	return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function moment_words(moment) {
	return contact_center.speech.moment(moment);
}

// The wording is what an executor opens the form for: show it large.
function lay_out(frm) {
	frm.fields_dict.wording?.$wrapper.find(".control-value").addClass("contact-center-about");
	frm.toggle_display("reviewer_comment", Boolean(frm.doc.reviewer_comment));
	const reporting = contact_center.may(frm, "report");
	frm.toggle_display("result_section", reporting || Boolean(frm.doc.result));
	frm.toggle_display("competence_section", Boolean(frm.doc.reason));
}

function show_contact_button(frm) {
	const wrapper = frm.fields_dict.contact_html?.$wrapper;
	if (!wrapper) return;
	if (frm.doc.anonymous) {
		return wrapper.html(
			`<p>${__("The applicant is anonymous: you decide whether to take it up.")}</p>`
		);
	}
	if (!contact_center.stage(frm.doc.stage).is_open) return wrapper.empty();
	// D1: of most types the contact is shown once the task is accepted.
	const { no_contact } = contact_center.brought(frm);
	if (no_contact) return wrapper.html(`<p class="text-muted">${frappe.utils.escape_html(no_contact)}</p>`);
	const button = $(`<button class="btn btn-default btn-sm" type="button"></button>`)
		.text(__("Show the applicant's contact"))
		.on("click", () => show_contact(frm, wrapper));
	const note = $(`<p class="text-muted small"></p>`).text(__("Who looked is put on record."));
	wrapper.empty().append(button, note);
}

async function show_contact(frm, wrapper) {
	const contact = await frappe.xcall("contact_center.execution.contact.applicant_contact", {
		task: frm.docname,
	});
	wrapper.html(`<p>${contact_center.contact_html(contact)}</p>`);
}

// R7.5 - R7.7: mark what the report needs, before it is refused.
function show_needed_evidence(frm) {
	const field = frm.fields_dict.evidence;
	// A table field shows no description by itself.
	field?.$wrapper.find(".contact-center-needed").remove();
	const needed = contact_center.forms.needed(frm);
	if (!field || !needed) return;
	$(`<p class="contact-center-needed text-muted small"></p>`)
		.text(needed)
		.insertBefore(field.$wrapper.find(".form-grid-container").first());
}

function add_buttons(frm) {
	if (frm.is_new()) return;
	if (frm.perm[0]?.write && contact_center.may(frm, "comment")) {
		frm.add_custom_button(__("Comment"), () =>
			contact_center.actions.after_save(frm, contact_center.actions.comment)
		);
	}
	if (!contact_center.is_controller()) return;
	frm.add_custom_button(__("To the Request"), () => frappe.set_route("Form", "Request", frm.doc.request));
	if (contact_center.brought(frm).may_be_released) {
		frm.add_custom_button(__("Release"), () => contact_center.actions.after_save(frm, contact_center.actions.release));
	}
	if (!contact_center.brought(frm).may_be_redirected) return;
	frm.add_custom_button(__("Redirect"), () =>
		contact_center.actions.after_save(frm, () => contact_center.actions.redirect(frm.doc.request, frm.doc))
	);
}
