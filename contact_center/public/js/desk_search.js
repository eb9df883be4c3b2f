// Makes the search bar find what a caller names: a request by number, an applicant by phone, name or e-mail, a street.

frappe.provide("contact_center.search");

contact_center.search.option = function (text) {
	return {
		label: __("Find a request, an applicant or a street: {0}", [frappe.utils.escape_html(text).bold()]),
		value: __("Find a request, an applicant or a street: {0}", [text]),
		match: text,
		index: 200, // before the framework's own results
		default: "Contact Center",
		onclick: contact_center.search.go,
	};
};

contact_center.search.go = async function (text) {
	const { requests, applicants, streets } = await contact_center.read("contact_center.desk.lookup.find", { text });
	if (requests.length === 1) return frappe.set_route("Form", "Request", requests[0]);
	if (applicants.length === 1) return contact_center.search.list("Request", { applicant: applicants[0] });
	if (applicants.length) return contact_center.search.list("Applicant", { name: ["in", applicants] });
	if (streets.length) return contact_center.search.list("Request", { street: ["in", streets] });
	frappe.show_alert({
		message: __("Nothing is found for {0}. Write the number of a request, a phone, a surname or a street.", [
			frappe.utils.escape_html(text).bold(),
		]),
		indicator: "orange",
	});
};

// Where that list is open already its address stays, and the framework does nothing: the list is shown anew then.
contact_center.search.list = async function (doctype, filters) {
	const before = window.location.pathname;
	await frappe.set_route("List", doctype, filters);
	if (window.location.pathname === before) window.cur_list?.show();
};

contact_center.search.stand = function () {
	const bar = frappe.search.AwesomeBar.prototype;
	const build_options = bar.build_options;
	bar.build_options = function (text) {
		const framework = build_options.call(this, text);
		return contact_center.is_controller() ? [contact_center.search.option(text), ...framework] : framework;
	};
};

contact_center.search.stand();
