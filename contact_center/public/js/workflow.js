// Keeps the form's own document: the framework loads a workflow again together with its document type, and would save
// that copy instead of what was typed.

frappe.ui.form.on("Workflow", {
	async refresh(frm) {
		const { doc } = frm;
		if (frm.is_new() || !doc.document_type) return;
		await frappe.model.with_doctype(doc.document_type);
		if (frm.doc !== doc) return;
		for (const each of [doc, ...(doc.states || []), ...(doc.transitions || [])]) {
			(locals[each.doctype] ||= {})[each.name] = each;
		}
	},
});
