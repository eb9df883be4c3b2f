// A new term of a task: the executor asks for it, the contact centre decides (R6.2.2, R8.6).

frappe.provide("contact_center.terms");

// The first day that makes a term longer: after its deadline, and today only while the deadline's clock is ahead.
contact_center.terms.first_day = function (due) {
	const [today, now] = frappe.datetime.system_datetime().split(" ");
	const soonest = frappe.datetime.add_days(today, due.slice(11) < now ? 1 : 0);
	const after = frappe.datetime.add_days(due.slice(0, 10), 1);
	return after > soonest ? after : soonest;
};

// What the executor is asked: day, reason, documents; after a broken term the head and a responsible person too.
contact_center.terms.ask = function (frm) {
	const { extension_needs_head } = contact_center.brought(frm);
	const { due } = frm.doc;
	const present = __("The present deadline, {0}, goes on until the contact centre agrees.", [contact_center.speech.moment(due)]);
	const of_head = [
		{
			fieldname: "head",
			fieldtype: "Data",
			label: __("The Head Who Knows of It"),
			reqd: 1,
			description: __("Needed: it is a further request after a broken term"),
		},
		{ fieldname: "responsible", fieldtype: "Data", label: __("Responsible for the New Term"), reqd: 1 },
	];
	const fields = [
		{ fieldname: "present", fieldtype: "HTML", options: `<p>${present}</p>` },
		{ fieldname: "day", fieldtype: "Date", label: __("Wished Day"), reqd: 1, default: contact_center.terms.first_day(due) },
		{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1, modules: "Answer" },
		...(extension_needs_head ? of_head : []),
		{ fieldname: "files", fieldtype: "HTML" },
	];
	const documents = [];
	const dialog = contact_center.actions.open(frm, {
		title: __("Ask for a New Term"),
		fields,
		button: __("Ask", null, "Ask for a new term"),
		act: ({ day, reason, head = "", responsible = "" }, seen) =>
			contact_center.actions.run(
				frm,
				"extension_requests.ask_for_term",
				{ task: frm.docname, day, reason, head, responsible, documents: documents.join("\n"), seen },
				__("The contact centre was asked for a new term")
			),
	});
	contact_center.terms.offer_upload(frm, dialog.get_field("files").$wrapper, documents);
};

// A document is attached to the task, where the executor may attach; its address goes with the request.
contact_center.terms.offer_upload = function (frm, $place, documents) {
	const $list = $(`<ul class="contact-center-documents"></ul>`);
	const button = $(`<button type="button" class="btn btn-default btn-sm"></button>`)
		.text(__("Attach a document"))
		.on("click", () => {
			new frappe.ui.FileUploader({
				doctype: frm.doctype,
				docname: frm.docname,
				folder: "Home/Attachments",
				on_success: ({ file_url, file_name }) => {
					documents.push(file_url);
					$("<li></li>").text(file_name).appendTo($list);
				},
			});
		});
	$place.empty().append($list, button);
};

// `wish`: {name, wished_due, …}; `version(frm)` gives the task's version that is decided on.
contact_center.terms.agree = function (frm, wish, version) {
	const first = contact_center.terms.first_day(wish.due_before);
	const wished = [wish.wished_due.slice(0, 10), first].sort().pop();
	const fields = [
		{ fieldname: "day", fieldtype: "Date", label: __("New Deadline"), reqd: 1, default: wished, description: __("The wished day, or another one") },
		{ fieldname: "answer", fieldtype: "Small Text", label: __("Answer to the Executor"), description: __("The applicant reads it too") },
	];
	contact_center.actions.open(frm, {
		title: __("Agree to a New Term"),
		fields,
		version,
		button: __("Agree"),
		act: ({ day, answer = "" }, seen) =>
			contact_center.actions.run(frm, "extensions.extend", { request: wish.name, day, answer, seen }, __("The new term is agreed")),
	});
};

contact_center.terms.refuse = function (frm, wish, version) {
	contact_center.actions.open(frm, {
		title: __("Refuse the New Term"),
		fields: [{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1, modules: "Answer" }],
		version,
		button: __("Refuse"),
		act: ({ reason }, seen) =>
			contact_center.actions.run(frm, "extensions.refuse_term", { request: wish.name, reason, seen }, __("The new term is refused")),
	});
};

contact_center.terms.add_decisions = function (frm, wish, version) {
	frm.add_custom_button(__("Refuse"), () => contact_center.terms.refuse(frm, wish, version), __("New Term"));
	frm.add_custom_button(__("Agree"), () => contact_center.terms.agree(frm, wish, version), __("New Term"));
};

// What waits at a task, above its fields: until when, why, with which documents.
contact_center.terms.show = function (frm) {
	const { extension, may_ask_extension } = contact_center.brought(frm);
	if (may_ask_extension) frm.add_custom_button(__("Ask for a New Term"), () => contact_center.actions.after_save(frm, contact_center.terms.ask));
	$(frm.wrapper).find(".contact-center-wish").closest(".form-dashboard-section").remove();
	if (!extension) return;
	const escape = frappe.utils.escape_html;
	const until = __("A new term is asked for, until {0}", [contact_center.speech.moment(extension.wished_due)]);
	const people = [
		extension.head && __("The head knows: {0}", [extension.head]),
		extension.responsible && __("Responsible: {0}", [extension.responsible]),
	].filter(Boolean);
	const lines = [extension.reason, ...people].map((text) => `<p>${escape(text)}</p>`).join("");
	const files = extension.documents.map(contact_center.files.item).join("");
	frm.dashboard.add_section(
		`<div class="contact-center-wish"><p><b>${escape(until)}</b></p>${lines}<ul class="contact-center-files">${files}</ul></div>`
	);
	frm.dashboard.show();
	if (extension.may_decide) contact_center.terms.add_decisions(frm, extension);
};
