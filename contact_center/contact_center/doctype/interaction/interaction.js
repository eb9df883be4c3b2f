// The card of a talk: written at the operator's desk, read here.

frappe.ui.form.on("Interaction", {
	onload(frm) {
		contact_center.forms.hide_time_zone(frm);
	},

	refresh(frm) {
		contact_center.forms.for_clerks(frm);
		contact_center.cards.show_outcome(frm);
		frm.dashboard.links_area?.hide();
		frm.disable_save();
	},
});
