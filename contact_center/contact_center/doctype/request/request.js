// The operator's card of a request: its stage and time left on top, what is needed next, the journal below.

frappe.ui.form.on("Request", {
	setup(frm) {
		frm.set_query("classifier", () => ({ filters: { is_group: 0, is_active: 1 } }));
		frm.set_query("chosen_executor", () => ({ filters: { is_group: 0, is_active: 1 } }));
	},

	onload(frm) {
		contact_center.forms.hide_time_zone(frm);
	},

	refresh(frm) {
		contact_center.forms.tidy(frm);
		contact_center.forms.headline(frm, HEADLINES);
		contact_center.forms.show_tasks(frm);
		contact_center.journal.show(frm);
		contact_center.files.show(frm, "description", "contact_center.files.list_files", {
			doctype: "Request",
			name: frm.docname,
		});
		lay_out(frm);
		add_buttons(frm);
		contact_center.forms.show_next_step(frm);
		preview(frm);
	},

	classifier: preview,
	street: preview,
	building: frappe.utils.debounce(preview, 400),
	district: preview,
	chosen_executor: preview,

	anonymous(frm) {
		if (frm.doc.anonymous) frm.set_value("applicant", null);
	},

	applicant(frm) {
		if (frm.doc.applicant) frm.set_value("notify_by", null);
	},

	after_workflow_action(frm) {
		// The answer to a workflow action brings no titles of linked records.
		return frm.reload_doc();
	},

	before_workflow_action(frm) {
		const ask = QUESTIONS[contact_center.stage_after(frm, frm.selected_workflow_action)];
		return ask ? ask(frm) : contact_center.actions.save_first(frm);
	},
});

// What is asked before the move to a stage: dangerous steps ask once, and say what they do.
const QUESTIONS = {
	Rejected: (frm) =>
		ask_reason(frm, __("Reject"), __("The applicant will read the reason. A rejected request cannot be reopened.")),
	Cancelled: (frm) =>
		ask_reason(frm, __("Cancel", null, "Cancel a request"), __("Its executors stop working on it. A cancelled request cannot be reopened.")),
	Rework: (frm) =>
		ask_reason(frm, __("Return for Rework"), __("The executor and the applicant will read the reason.")),
	Closed: ask_confirmation,
};

function ask_reason(frm, title, warning) {
	const field = {
		fieldname: "reason",
		fieldtype: "Small Text",
		label: __("Reason"),
		reqd: 1,
		default: frm.doc.reason,
	};
	return contact_center.actions.ask(frm, { title, warning, fields: [field] });
}

// Closed on the applicant's word, which a call-back records; an anonymous applicant cannot be asked.
function ask_confirmation(frm) {
	if (frm.doc.confirmation || frm.doc.anonymous) return;
	frappe.dom.unfreeze();
	contact_center.actions.call_back(frm);
	return contact_center.actions.stay();
}

const HEADLINES = {
	Moderation: (doc) => [
		!doc.moderate_from || contact_center.speech.is_past(doc.moderate_from)
			? __("Waiting for moderation since {0}", [say(doc.received_at)])
			: __("Came outside working hours: to be moderated from {0}", [say(doc.moderate_from)]),
		"blue",
	],
	Registered: (doc) => contact_center.forms.term(__("The executor accepts it by {0}", [say(doc.accept_by)]), doc.accept_by),
	"In Progress": (doc) => contact_center.forms.term(__("To be done by {0}", [say(doc.due)]), doc.due),
	Rework: (doc) => contact_center.forms.term(__("Returned for rework; to be done by {0}", [say(doc.due)]), doc.due),
	"Awaiting Confirmation": (doc) => [
		doc.confirmation
			? __("The applicant confirmed the result: the request can be closed")
			: __("The executor reported the result on {0}: ask the applicant", [say(doc.executed_at)]),
		"purple",
	],
	Closed: (doc) => [__("Closed on {0}", [say(doc.closed_at)]), "green"],
	Rejected: (doc) => [__("Rejected on {0}: {1}", [say(doc.closed_at), doc.reason || ""]), "red"],
	Cancelled: (doc) => [__("Cancelled on {0}: {1}", [say(doc.closed_at), doc.reason || ""]), "gray"],
};

function say(moment) {
	return contact_center.speech.moment(moment);
}

// What is asked in dialogs or follows by itself takes no room until it is there.
function lay_out(frm) {
	const { doc } = frm;
	frm.toggle_display("decision_section", Boolean(doc.reason || doc.confirmation));
	frm.toggle_display(["latitude", "longitude"], Boolean(doc.latitude || doc.longitude));
	frm.toggle_display("chosen_executor", Boolean(doc.chosen_executor));
	frm.dashboard.links_area?.hide();
}

function add_buttons(frm) {
	if (frm.is_new() || !contact_center.is_controller()) return;
	if (frm.doc.stage === "Awaiting Confirmation" && !frm.doc.anonymous) {
		frm.add_custom_button(__("Call-back"), () => contact_center.actions.call_back(frm));
	}
	if (!contact_center.FINISHED_STAGES.includes(frm.doc.stage)) {
		frm.add_custom_button(__("Comment"), () => contact_center.actions.comment(frm));
	}
}

// Which district the address lies in; before registration also which type, executors and terms the card leads to (R5.11).
async function preview(frm) {
	const field = frm.fields_dict.classifier;
	if (!field || !frm.perm[0]?.write) return;
	const open = frm.is_new() || frm.doc.stage === "Moderation";
	if (!(open ? frm.doc.classifier || frm.doc.street : frm.is_dirty())) return field.set_description("");
	const { classifier, street, building, district, chosen_executor } = frm.doc;
	const found = await frappe.xcall("contact_center.intake.preview.preview", {
		values: { classifier, street, building, district, chosen_executor },
	});
	if (frm.doc.classifier !== classifier || frm.doc.street !== street) return;
	if (found.district && found.district !== frm.doc.district) frm.set_value("district", found.district);
	if (!open) return;
	frm.toggle_display("chosen_executor", Boolean(found.may_choose || chosen_executor));
	field.set_description(preview_html(found));
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
