// A request for a new term: what is asked, and the contact centre's decision (R6.2.2, R8.6).

frappe.ui.form.on("Extension Request", {
	onload(frm) {
		contact_center.forms.hide_time_zone(frm);
	},

	refresh(frm) {
		const { documents, may_decide } = contact_center.brought(frm);
		$(frm.wrapper).addClass("contact-center-form").toggleClass("contact-center-clerk", !contact_center.is_system_manager());
		contact_center.files.show(frm, "reason", documents);
		frm.add_custom_button(__("To the Task"), () => frappe.set_route("Form", "Request Task", frm.doc.task));
		if (!may_decide) return;
		contact_center.terms.add_decisions(frm, frm.doc, (form) => contact_center.brought(form).task_modified);
	},
});
