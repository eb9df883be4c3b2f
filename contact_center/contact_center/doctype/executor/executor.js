frappe.ui.form.on("Executor", {
	refresh(frm) {
		if (frm.is_new() || !contact_center.brought(frm).may_write_absences || frm.perm[0]?.write) return;
		frm.add_custom_button(__("Absences and Deputies"), () => contact_center.absences.open(frm.docname, frm.doc.title));
	},
});
