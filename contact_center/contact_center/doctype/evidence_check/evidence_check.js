// What was found about a file of a result: each thing with its reason (R6.3.3).

frappe.ui.form.on("Evidence Check", {
	onload(frm) {
		contact_center.forms.hide_time_zone(frm);
	},

	refresh(frm) {
		$(frm.wrapper).addClass("contact-center-form");
		frm.disable_form();
		const { findings } = contact_center.brought(frm);
		const nothing = `<p class="text-muted">${__("Nothing odd was found.")}</p>`;
		frm.fields_dict.findings_html.$wrapper.html(contact_center.files.findings(findings || []) || nothing);
	},
});
