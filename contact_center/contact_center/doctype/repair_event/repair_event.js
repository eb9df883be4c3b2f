frappe.ui.form.on("Repair Event", {
	setup(frm) {
		frm.set_query("executor", () => ({ filters: { is_group: 0, is_active: 1 } }));
		frm.set_query("classifier", () => ({ filters: { is_group: 0, is_active: 1 } }));
	},

	onload(frm) {
		contact_center.forms.hide_time_zone(frm);
	},

	refresh(frm) {
		contact_center.forms.skip_arrows(frm.wrapper);
		const is_open = frm.doc.status === frappe.boot.contact_center.repairs.open;
		$(frm.wrapper).addClass("contact-center-form");
		// A new event is open; its end has buttons of its own, which ask first.
		frm.toggle_display("status", !frm.is_new());
		frm.set_df_property("status", "read_only", is_open ? 1 : 0);
		if (frm.is_new()) {
			if (contact_center.is_executor()) set_own_executor(frm);
			return;
		}
		if (is_open && contact_center.speech.is_past(frm.doc.ends_at)) {
			frm.dashboard.clear_headline();
			frm.dashboard.set_headline_alert(
				__("The work should have ended by {0}: close the card, or move the end.", [
					contact_center.speech.moment(frm.doc.ends_at),
				]),
				"red"
			);
		}
		if (is_open && frm.perm[0]?.write) {
			const { closed, cancelled } = frappe.boot.contact_center.repairs;
			const finished = __("Is the work finished? People will no longer see it among the current ones.");
			const called_off = __("Is the work called off? People will no longer see it among the current ones.");
			frm.add_custom_button(__("Call Off"), () => end_event(frm, cancelled, called_off));
			frm.add_custom_button(__("Work Is Finished"), () => end_event(frm, closed, finished))
				.addClass("btn-primary")
				.removeClass("btn-default");
		}
	},
});

function end_event(frm, status, question) {
	frappe.confirm(question, async () => {
		await frm.set_value("status", status);
		await frm.save();
	});
}

function set_own_executor(frm) {
	const { executors } = frappe.boot.contact_center.user;
	if (!frm.doc.executor && executors.length === 1) frm.set_value("executor", executors[0]);
}
