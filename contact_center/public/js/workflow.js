// The framework reads a workflow a second time, with the document type that it is for, and saves that copy instead of
// what was typed: the form's own document stays the one that counts.

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
