// A blocked number: until when, and how it was lifted (R5.8).

frappe.ui.form.on("Phone Block", {
	onload(frm) {
		contact_center.forms.hide_time_zone(frm);
	},

	refresh(frm) {
		$(frm.wrapper).addClass("contact-center-form");
		frm.page.set_title(contact_center.speech.phone(frm.doc.phone));
		const { lifted_at, until } = frm.doc;
		const is_over = contact_center.speech.is_past(until);
		const [words, color] = lifted_at
			? [__("Lifted on {0}: {1}", [contact_center.speech.moment(lifted_at), frm.doc.lift_reason]), "green"]
			: is_over
				? [__("The term is over: the number may call again."), "gray"]
				: [__("Blocked until {0}", [contact_center.speech.moment(until)]), "red"];
		frm.dashboard.clear_headline();
		frm.dashboard.set_headline_alert(frappe.utils.escape_html(words), color);
		if (lifted_at || is_over || !frappe.boot.contact_center.user.is_administrator) return;
		frm.add_custom_button(__("Lift the Block"), () => lift(frm)).addClass("btn-primary").removeClass("btn-default");
	},
});

function lift(frm) {
	contact_center.actions.open(frm, {
		title: __("Lift the Block"),
		fields: [{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 }],
		button: __("Lift the Block"),
		act: async ({ reason }) => {
			const call = frappe.xcall("contact_center.intake.memos.lift", { block: frm.docname, reason });
			if (!(await call.then(() => true, () => false))) return false;
			frappe.show_alert({ message: __("The number may call again."), indicator: "green" });
			await frm.reload_doc();
			return true;
		},
	});
}
