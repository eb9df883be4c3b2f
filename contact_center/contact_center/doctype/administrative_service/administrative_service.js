frappe.ui.form.on("Administrative Service", {
	setup: (frm) => contact_center.knowledge.set_up(frm),
	onload: (frm) => contact_center.forms.hide_time_zone(frm),
	refresh: (frm) => contact_center.knowledge.show(frm),
});
