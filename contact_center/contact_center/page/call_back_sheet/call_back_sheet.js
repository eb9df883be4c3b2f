// The sheet of call-backs: whom to ring about a finished work, when, and what they say (R6.1.5).

frappe.pages["call-back-sheet"].on_page_load = function (wrapper) {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Call-backs"), single_column: true });
	$(wrapper).addClass("contact-center-page");
	const paths = ["css/call_backs.css", "js/call_backs.js"].map((path) => `/assets/contact_center/${path}`);
	wrapper.sheet = new Promise((resolve) =>
		frappe.require(paths, () => resolve(new contact_center.call_backs.Sheet(page)))
	);
};

frappe.pages["call-back-sheet"].on_page_show = async (wrapper) => (await wrapper.sheet).show();
