frappe.ui.form.on("Applicant", {
	onload(frm) {
		contact_center.forms.hide_time_zone(frm);
	},

	refresh(frm) {
		if (contact_center.applicant.lead_to_kept(frm)) return;
		contact_center.applicant.show_duplicates(frm);
		contact_center.applicant.show_merges(frm);
		contact_center.applicant.offer_merging(frm);
		contact_center.applicant.show_earlier(frm);
		contact_center.looks.show(frm);
	},
});
