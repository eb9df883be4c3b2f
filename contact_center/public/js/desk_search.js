// Makes the search bar find what a caller names: a request by number, an applicant by phone, name or e-mail.

frappe.provide("contact_center.search");

contact_center.search.option = function (text) {
	return {
		label: __("Find a request or an applicant: {0}", [frappe.utils.escape_html(text).bold()]),
		value: __("Find a request or an applicant: {0}", [text]),
		match: text,
		index: 200, // before the framework's own results
		default: "Contact Center",
		onclick: contact_center.search.go,
	};
};

contact_center.search.go = async function (text) {
	const { requests, applicants } = await contact_center.read("contact_center.desk.lookup.find", { text });
	if (requests.length === 1) return frappe.set_route("Form", "Request", requests[0]);
	if (applicants.length === 1) return frappe.set_route("List", "Request", { applicant: applicants[0] });
	if (applicants.length) return frappe.set_route("List", "Applicant", { name: ["in", applicants] });
	frappe.show_alert({
		message: __("Nothing is found for {0}. Write the number of a request, a phone or a surname.", [
			frappe.utils.escape_html(text).bold(),
		]),
		indicator: "orange",
	});
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
