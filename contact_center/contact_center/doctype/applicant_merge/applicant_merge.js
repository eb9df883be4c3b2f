// A merging of two applicants: what it was, and its undoing by a supervisor (R5.2).

frappe.ui.form.on("Applicant Merge", {
	onload(frm) {
		contact_center.forms.hide_time_zone(frm);
	},

	refresh(frm) {
		contact_center.forms.skip_arrows(frm.wrapper);
		$(frm.wrapper).addClass("contact-center-form");
		frm.disable_form();
		const { people, moves, may_undo } = contact_center.brought(frm);
		if (people?.length !== 2) return;
		frm.page.set_title(people.map((each) => each.full_name).join(" ← "));
		frm.fields_dict.moved_html.$wrapper.html(
			`<p>${frappe.utils.escape_html(moves.join(", ") || __("nothing but the record itself"))}</p>${contact_center.applicant.compared(people)}`
		);
		if (may_undo) frm.add_custom_button(__("Undo the Merging"), () => ask_undoing(frm));
	},
});

function ask_undoing(frm) {
	const words = __("What moved goes back to the merged applicant; what came since then stays. Undo the merging?");
	frappe.confirm(words, async () => {
		const call = frappe.xcall("contact_center.desk.merging.unmerge", { merge: frm.docname });
		if (!(await call.then(() => true, () => false))) return;
		for (const name of [frm.doc.kept, frm.doc.merged]) frappe.model.remove_from_locals("Applicant", name);
		frappe.show_alert({ message: __("The merging is undone: both are applicants of their own again."), indicator: "green" });
		frm.reload_doc();
	});
}
