// A random sample of closed requests: the list to work off, and what share failed (R9.2.4).

frappe.ui.form.on("Inspection Sample", {
	onload(frm) {
		contact_center.forms.hide_time_zone(frm);
	},

	refresh(frm) {
		contact_center.forms.skip_arrows(frm.wrapper);
		$(frm.wrapper).addClass("contact-center-form");
		frm.disable_form();
		show_share(frm);
		contact_center.samples.show_executors(frm);
		contact_center.samples.show_requests(frm);
		frm.add_custom_button(__("Repeat the Draw"), () => contact_center.samples.repeat(frm));
	},
});

// «Не виконано 3 з 40 перевірених: 7,5 %; серед усіх закритих – від 2,6 % до 19,9 %».
function show_share(frm) {
	const { checked, failed, failed_share, share_low, share_high, size } = frm.doc;
	const { percent } = contact_center.samples;
	const share = [failed, checked, percent(failed_share), percent(share_low), percent(share_high)];
	const words = checked
		? __("{0} of {1} checked failed, {2}. Of all that were closed it is {3} to {4}, in 95 of 100 such samples.", share)
		: __("Nothing is checked yet: {0} requests are to be checked.", [size]);
	frm.dashboard.clear_headline();
	frm.dashboard.set_headline_alert(frappe.utils.escape_html(words), checked ? "blue" : "orange");
	frm.toggle_display("share_section", Boolean(checked));
}
