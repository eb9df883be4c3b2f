// The executor's desk: the own tasks, what burns first on top, on a phone as at a screen with keys (P4).

frappe.pages["executor-desk"].on_page_load = function (wrapper) {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Executor's Desk"), single_column: true });
	$(wrapper).addClass("contact-center-page");
	// All of it now: a page that is open goes on working without a network.
	const scripts = ["executor_basics", "executor_rows", "executor_list", "executor_sheets", "executor_report", "executor_desk", "photo_size"];
	const paths = ["css/executor_desk.css", ...scripts.map((name) => `js/${name}.js`)];
	wrapper.desk = new Promise((resolve) =>
		frappe.require(paths.map((path) => `/assets/contact_center/${path}`), () =>
			frappe.model.with_doctype("Request Task", () => resolve(new contact_center.executor.Desk(page)))
		)
	);
};

frappe.pages["executor-desk"].on_page_show = async (wrapper) => (await wrapper.desk).show();
