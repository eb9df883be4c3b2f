// The card of a talk: the call that clears a request up, and what a card's form shows beside its fields.

frappe.provide("contact_center.cards");

// R5.9: asks what a call cleared up; it is recorded on the card of the request.
contact_center.cards.clear_up = function (frm) {
	const key = frappe.utils.get_random(20);
	const fields = [
		{
			fieldname: "outcome",
			fieldtype: "Select",
			label: __("Outcome"),
			options: frappe.boot.contact_center.clearing_up.outcomes,
			default: frappe.boot.contact_center.clearing_up.outcomes[0].value,
			reqd: 1,
		},
		{
			fieldname: "text",
			fieldtype: "Small Text",
			label: __("What Was Cleared Up"),
			mandatory_depends_on: `eval:doc.outcome === "${frappe.boot.contact_center.clearing_up.outcomes[0].value}"`,
		},
	];
	contact_center.actions.open(frm, {
		title: __("Clearing-up Call"),
		fields,
		button: __("Record the Call"),
		act: async ({ outcome, text }) => {
			const args = { request: frm.docname, outcome, text: text || "", key };
			const call = frappe.xcall("contact_center.desk.call.clear_up", args);
			if (!(await call.then(() => true, () => false))) return false;
			frappe.show_alert({ message: __("Call recorded"), indicator: "green" });
			await frm.reload_doc();
			return true;
		},
	});
};

// Shows the calls of a request's card below its wording.
contact_center.cards.show_calls = function (frm, calls) {
	const anchor = frm.fields_dict.wording_agreed?.$wrapper;
	anchor?.siblings(".contact-center-calls").remove();
	if (!anchor || !calls?.length) return;
	const items = calls.map(contact_center.cards.call_item).join("");
	anchor.after(`<div class="contact-center-calls"><b>${__("Clearing-up Calls")}</b><ul>${items}</ul></div>`);
};

contact_center.cards.call_item = function ({ at, operator, outcome, text }) {
	const escape = frappe.utils.escape_html;
	const head = [contact_center.speech.moment(at), operator, __(outcome)].filter(Boolean).map(escape).join(" · ");
	return `<li>${head}${text ? `<br>${escape(text)}` : ""}</li>`;
};

// Shows what came of a talk: its consultations and requests, each with a link.
contact_center.cards.show_outcome = function (frm) {
	const { consultations = [], requests = [] } = contact_center.brought(frm);
	const items = [
		...requests.map((each) => contact_center.cards.outcome_item("Request", each, contact_center.indicator(each))),
		...consultations.map((each) => contact_center.cards.outcome_item("Consultation", each, [__(each.kind), "gray"])),
	];
	const nothing = frm.doc.note ? "" : `<p class="text-muted">${__("No request and no consultation yet.")}</p>`;
	frm.get_field("outcome_html").$wrapper.html(items.length ? `<ul class="contact-center-outcome">${items.join("")}</ul>` : nothing);
};

contact_center.cards.outcome_item = function (doctype, { name, title }, [label, color]) {
	const escape = frappe.utils.escape_html;
	const pill = `<span class="indicator-pill no-indicator-dot ${color}">${escape(label)}</span>`;
	return `<li><a href="${frappe.utils.get_form_link(doctype, name)}">${escape(title || name)}</a> ${pill}</li>`;
};
