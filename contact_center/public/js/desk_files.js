// Shows the files of a request below the text they belong to: pictures as thumbnails, other files by name.

frappe.provide("contact_center.files");

// `files`: rows of contact_center.access.files.describe; `after`: the field to show them below.
contact_center.files.show = function (frm, after, files, checks) {
	const anchor = frm.fields_dict[after]?.$wrapper;
	anchor?.siblings(".contact-center-files").remove();
	if (!anchor || !files?.length) return;
	const items = files.map((file) => contact_center.files.item(file, checks?.[file.name])).join("");
	anchor.after(`<ul class="contact-center-files">${items}</ul>`);
};

// Shows evidence with what its checks found, and the state of the checks of `tasks` in one line below.
contact_center.files.show_checked = function (frm, after, files, checks, tasks) {
	contact_center.files.show(frm, after, files, checks);
	const anchor = frm.fields_dict[after]?.$wrapper;
	anchor?.siblings(".contact-center-checks").remove();
	const own = tasks.map((task) => checks?.[task]).filter(Boolean);
	if (!anchor || !own.length) return;
	const texts = own.map(({ findings }) => contact_center.files.findings(findings)).join("");
	const line = `<p class="text-muted small">${contact_center.files.state_of(own, checks)}</p>`;
	const list = anchor.siblings(".contact-center-files");
	(list.length ? list : anchor).last().after(`<div class="contact-center-checks">${texts}${line}</div>`);
};

contact_center.files.state_of = function (own, checks) {
	if (own.some(({ state }) => state === "Waiting")) return __("The evidence is still being checked.");
	if (own.some(({ state }) => state === "Failed")) return __("The evidence could not be checked by itself: look at it.");
	const odd = Object.values(checks).some(({ findings }) => findings.length);
	return odd ? __("Found by itself, and may be harmless: you decide.") : __("Checked by itself: nothing odd.");
};

// What was found, each thing with its reason; the number of a request is a link where the reader may read it.
contact_center.files.findings = function (findings) {
	const escape = frappe.utils.escape_html;
	const items = findings.map(({ text, request, number }) => {
		const link = () => `<a href="${frappe.utils.get_form_link("Request", request)}">${escape(number)}</a>`;
		return `<li>${request ? escape(text).replace(escape(number), link) : escape(text)}</li>`;
	});
	return items.length ? `<ul class="contact-center-findings">${items.join("")}</ul>` : "";
};

contact_center.files.item = function ({ file_name, url, thumbnail, kind }, check) {
	const escape = frappe.utils.escape_html;
	const picture = thumbnail ? `<img src="${escape(thumbnail)}" alt="" loading="lazy">` : "";
	const what = kind ? `<b>${__(kind)}</b> ` : "";
	const icon = thumbnail ? "" : frappe.utils.icon("attachment", "sm");
	return `<li><a href="${escape(url)}" target="_blank" rel="noopener">${picture}${icon}
		<span>${what}${escape(file_name)}</span></a>${contact_center.files.findings(check?.findings || [])}</li>`;
};
