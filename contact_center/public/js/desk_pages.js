// What the pages of our doctypes have in common, whichever view they are: names for who does not see.

frappe.provide("contact_center.pages");

contact_center.pages.VIEWS = ["Form", "List", "Tree"];

contact_center.pages.is_ours = function () {
	const [view, doctype] = frappe.get_route() || [];
	return contact_center.pages.VIEWS.includes(view) && frappe.get_meta(doctype)?.module === "Contact Center";
};

// A button that shows a picture alone has its name in a tooltip, in a label hidden on a phone, or in the words beside it:
// none of them is read out.
contact_center.pages.name_buttons = function () {
	if (!contact_center.pages.is_ours()) return;
	const page = $(frappe.container.page).addClass("contact-center-page");
	page.find("button:not([aria-label])").each((_index, each) => {
		if (each.innerText.trim() || each.title) return;
		const { originalTitle } = each.dataset;
		const name = [originalTitle, each.textContent, each.parentElement.textContent].find((text) => text?.trim());
		if (name) each.setAttribute("aria-label", name.trim());
	});
};

// The framework makes its buttons at different times: whatever is there when a page rests gets its name.
$(document).on("page-change form-refresh ajaxStop", () => contact_center.pages.name_buttons());

// What the server refuses to executors and clerks (framework/staff_doors.py) is not offered beside a form: desk.css.
$(document).on("app_ready", () => {
	document.body.classList.toggle("contact-center-at-work", Boolean(frappe.boot.contact_center?.user.is_at_work));
});

// The settings of a tree of ours: a node is its title with the code beside it, and a new one is asked for both. `own` is
// the field that this tree asks for besides.
contact_center.pages.tree = (title, parent, own) => ({
	title,
	breadcrumb: "Contact Center",
	get_label: (node) =>
		node.title && node.title !== node.label
			? `${frappe.utils.escape_html(node.title)} <span class="text-muted">${frappe.utils.escape_html(node.label)}</span>`
			: frappe.utils.escape_html(__(node.title || node.label)),
	fields: [
		{ fieldtype: "Data", fieldname: "code", label: __("Code"), reqd: 1 },
		{ fieldtype: "Data", fieldname: "title", label: __("Title"), reqd: 1 },
		{ fieldtype: "Check", fieldname: "is_group", label: __("Is Group") },
		own,
	],
	ignore_fields: [parent],
});
