// A task goes to one person inside its executor, or back to all of them (P4).

frappe.provide("contact_center.handing");

contact_center.handing.METHOD = "contact_center.control.handing.hand_over";

// Who has the task, above its fields, and the buttons of whoever may hand it over.
contact_center.handing.show = function (frm) {
	const { handing = {} } = contact_center.brought(frm);
	$(frm.wrapper).find(".contact-center-handed").closest(".form-dashboard-section").remove();
	if (handing.handed_to) {
		const words = frappe.utils.escape_html(__("Handed to {0}", [handing.handed_to]));
		const note = frappe.utils.escape_html(handing.note || "");
		frm.dashboard.add_section(`<div class="contact-center-handed"><p><b>${words}</b></p><p style="white-space: pre-line">${note}</p></div>`);
		frm.dashboard.show();
	}
	if (handing.may_hand_over) contact_center.handing.add(frm, __("Hand Over"), contact_center.handing.ask);
	if (handing.may_give_back) contact_center.handing.add(frm, __("Give Back"), contact_center.handing.give_back);
};

// In one menu: the form has buttons enough.
contact_center.handing.add = (frm, label, open) =>
	frm.add_custom_button(label, () => contact_center.actions.after_save(frm, open), __("Hand On"));

contact_center.handing.note = () => ({ fieldname: "note", fieldtype: "Small Text", label: __("Note"), description: __("Whoever gets the task reads it") });

contact_center.handing.ask = async function (frm) {
	const people = await contact_center.read("contact_center.control.handing.people", { task: frm.docname });
	if (!people.length) return frappe.msgprint(__("Nobody else of this executor has an account. The administrator adds people to the executor."));
	contact_center.actions.open(frm, {
		title: __("Hand Over"),
		fields: [
			{ fieldname: "person", fieldtype: "Select", label: __("To Whom"), options: ["", ...people], reqd: 1 },
			contact_center.handing.note(),
		],
		button: __("Hand Over"),
		act: ({ person, note = "" }, seen) => contact_center.handing.run(frm, { person, note, seen }, __("The task is handed over")),
	});
};

contact_center.handing.give_back = function (frm) {
	contact_center.actions.open(frm, {
		title: __("Give Back to the Executor"),
		fields: [contact_center.handing.note()],
		button: __("Give Back"),
		act: ({ note = "" }, seen) => contact_center.handing.run(frm, { note, seen }, __("The task is given back")),
	});
};

// Who sees only what is handed to them sees the task no more once it is given back: the list is shown then.
contact_center.handing.run = async function (frm, values, done) {
	const { handing } = contact_center.brought(frm);
	const call = frappe.xcall(contact_center.handing.METHOD, { task: frm.docname, ...values });
	if (!(await call.then(() => true, () => false))) return false;
	frappe.show_alert({ message: done, indicator: "green" });
	if (values.person || handing.keeps_sight) await frm.reload_doc();
	else await frappe.set_route("List", "Request Task");
	return true;
};

// An organisation passes a task on to an executor below it.
contact_center.handing.offer_below = function (frm) {
	const { below = [] } = contact_center.brought(frm);
	if (!below.length) return;
	contact_center.handing.add(frm, __("Assign to a Subordinate"), contact_center.handing.ask_below);
};

contact_center.handing.ask_below = function (frm) {
	const { below } = contact_center.brought(frm);
	const warning = __("The present executor stops working on it, the new one gets it at once. The deadline stays.");
	contact_center.actions.open(frm, {
		title: __("Assign to a Subordinate"),
		fields: [
			{ fieldname: "warning", fieldtype: "HTML", options: `<p>${warning}</p>` },
			{ fieldname: "executor", fieldtype: "Select", label: __("Subordinate Executor"), options: ["", ...below], reqd: 1 },
			contact_center.actions.reason(),
		],
		button: __("Assign to a Subordinate"),
		act: async ({ executor, reason }, seen) => {
			const call = frappe.xcall("contact_center.control.assigning.assign_below", { task: frm.docname, executor, reason, seen });
			const made = await call.catch(() => null);
			if (!made) return false;
			frappe.show_alert({ message: __("The task went to the subordinate"), indicator: "green" });
			await frappe.set_route("Form", "Request Task", made);
			return true;
		},
	});
};
