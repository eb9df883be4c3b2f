// A route that is declined again and again: to the entry of the classifier, or left as it is with a reason (R7.2).

frappe.ui.form.on("Route Proposal", {
	onload(frm) {
		contact_center.forms.hide_time_zone(frm);
	},

	refresh(frm) {
		const { doc } = frm;
		$(frm.wrapper).addClass("contact-center-form").toggleClass("contact-center-clerk", !contact_center.is_system_manager());
		const words = __("Declined as not its competence, times so far: {0}. Check who answers for this place.", [doc.declines]);
		frm.dashboard.clear_headline();
		if (doc.status === "Open") frm.dashboard.set_headline_alert(frappe.utils.escape_html(words), "orange");
		const open = () => frappe.set_route("Form", "Classifier", doc.classifier);
		frm.add_custom_button(__("To the Classifier"), open).addClass("btn-primary").removeClass("btn-default");
		if (doc.status !== "Open" || !frappe.boot.contact_center.user.is_administrator) return;
		frm.add_custom_button(__("Leave the Route"), () => dismiss(frm));
	},
});

function dismiss(frm) {
	contact_center.actions.open(frm, {
		title: __("Leave the Route"),
		fields: [{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 }],
		button: __("Leave the Route"),
		act: ({ reason }) =>
			contact_center.actions.run(frm, "route_proposals.dismiss", { proposal: frm.docname, reason }, __("The route stays as it is")),
	});
}
