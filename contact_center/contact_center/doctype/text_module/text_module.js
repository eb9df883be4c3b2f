frappe.ui.form.on("Text Module", {
	setup: (frm) => frm.set_query("classifier", "entries", () => ({ filters: { is_group: 0, is_active: 1 } })),
});
