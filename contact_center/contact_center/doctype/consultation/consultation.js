// A consultation: given at the operator's desk, read here.

frappe.ui.form.on("Consultation", {
	onload(frm) {
		contact_center.forms.hide_time_zone(frm);
	},

	refresh(frm) {
		frm.disable_save();
	},
});
