// One line of a journal, to be read.

frappe.ui.form.on("Request Journal", {
	onload(frm) {
		contact_center.forms.hide_time_zone(frm);
	},

	refresh(frm) {
		frm.page.set_title(contact_center.journal.kind(frm.doc.kind).label);
		const heard = frm.fields_dict.audience?.$wrapper.find(".control-value");
		heard?.text(frm.doc.audience ? __(frm.doc.audience) : "");
	},
});
