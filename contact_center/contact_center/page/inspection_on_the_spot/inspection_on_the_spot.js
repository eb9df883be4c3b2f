// An inspection on the spot, on a phone: who came, photos, what was found (R7.3, R9.2.4).

frappe.pages["inspection-on-the-spot"].on_page_load = function (wrapper) {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("On the Spot"), single_column: true });
	$(wrapper).addClass("contact-center-page");
	// All of it now: a page that is open goes on working without a network.
	const scripts = ["executor_basics", "photo_size", "on_the_spot"].map((name) => `js/${name}.js`);
	const paths = ["css/on_the_spot.css", ...scripts].map((path) => `/assets/contact_center/${path}`);
	wrapper.form = new Promise((resolve) => frappe.require(paths, () => resolve(new contact_center.on_the_spot.Form(page))));
};

frappe.pages["inspection-on-the-spot"].on_page_show = async (wrapper) => (await wrapper.form).show(frappe.get_route()[1]);
