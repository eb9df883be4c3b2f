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

// Where that list is open already its address stays and the framework does nothing, or (15.103) reads the filters of the
// address once more: its filters are set by hand then.
contact_center.search.list = async function (doctype, filters) {
	await frappe.after_ajax(); // a list that is still being opened has its own filters to set first
	const open = window.cur_list;
	if (!open?.filter_area || frappe.get_route_str() !== `List/${doctype}/List`) {
		return frappe.set_route("List", doctype, filters);
	}
	const rows = Object.entries(filters).map(([field, value]) =>
		Array.isArray(value) ? [doctype, field, ...value] : [doctype, field, "=", value]
	);
	await open.filter_area.clear(false);
	await open.filter_area.set(rows);
	open.start = 0;
	return open.refresh();
};

contact_center.search.stand = function () {
	if (!contact_center.is_controller()) return;
	const bar = frappe.search.AwesomeBar.prototype;
	const build_options = bar.build_options;
	bar.build_options = function (text) {
		return [contact_center.search.option(text), ...build_options.call(this, text)];
	};
};

contact_center.search.stand();
