// The operator's desk: one screen for a call in progress (R5.2 - R5.12). Its parts are plain files, read when it is first opened.

frappe.pages["operator-desk"].on_page_load = async function (wrapper) {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Operator's Desk"), single_column: true });
	const files = ["parts", "keys", "register", "who", "subject", "known", "colleagues", "appeal", "card", "desk"].map((part) => `js/call_${part}.js`);
	const paths = ["css/call.css", ...files].map((path) => `/assets/contact_center/${path}`);
	await new Promise((resolve) => frappe.require(paths, resolve));
	wrapper.call_desk = new contact_center.call.Desk(page);
	await wrapper.call_desk.start();
	wrapper.call_desk.arrive();
};

frappe.pages["operator-desk"].on_page_show = (wrapper) => wrapper.call_desk?.arrive();
