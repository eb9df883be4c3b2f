// The shift at a glance, for supervisors: who talks, open cards, held requests, the moderation queue (P3).

frappe.pages["shift-overview"].on_page_load = function (wrapper) {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("The Shift"), single_column: true });
	$(wrapper).addClass("contact-center-page");
	const files = ["css/call.css", "js/call_parts.js", "js/call_colleagues.js", "js/shift_overview.js"];
	const paths = files.map((path) => `/assets/contact_center/${path}`);
	wrapper.shift = new Promise((resolve) => frappe.require(paths, () => resolve(new contact_center.shift.Overview(page))));
};

frappe.pages["shift-overview"].on_page_show = async (wrapper) => (await wrapper.shift).show();
