frappe.ui.form.on("Applicant", {
	onload(frm) {
		contact_center.forms.hide_time_zone(frm);
	},

	refresh(frm) {
		contact_center.applicant.show_duplicates(frm);
		contact_center.applicant.show_earlier(frm);
	},
});
