// Shows the files of a request below the text they belong to: pictures as thumbnails, other files by name.

frappe.provide("contact_center.files");

// `files`: rows of contact_center.access.files.describe; `after`: the field to show them below.
contact_center.files.show = function (frm, after, files) {
	const anchor = frm.fields_dict[after]?.$wrapper;
	anchor?.siblings(".contact-center-files").remove();
	if (!anchor || !files?.length) return;
	const items = files.map(contact_center.files.item).join("");
	anchor.after(`<ul class="contact-center-files">${items}</ul>`);
};

contact_center.files.item = function ({ file_name, url, thumbnail, kind }) {
	const escape = frappe.utils.escape_html;
	const picture = thumbnail ? `<img src="${escape(thumbnail)}" alt="" loading="lazy">` : "";
	const what = kind ? `<b>${__(kind)}</b> ` : "";
	const icon = thumbnail ? "" : frappe.utils.icon("attachment", "sm");
	return `<li><a href="${escape(url)}" target="_blank" rel="noopener">${picture}${icon}
		<span>${what}${escape(file_name)}</span></a></li>`;
};
