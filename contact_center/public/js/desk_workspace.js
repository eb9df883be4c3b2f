// The workspace of the contact centre says to its administrators that the framework has known holes.

frappe.provide("contact_center.workspace");

contact_center.workspace.is_ours = function () {
	const [view, name] = frappe.get_route() || [];
	return view === "Workspaces" && name === "Contact Center";
};

// One page shows all workspaces: what stands on it is for ours alone.
contact_center.workspace.warn = function () {
	$(".contact-center-warning").remove();
	const text = frappe.boot.contact_center.old_framework;
	if (!text || !contact_center.workspace.is_ours()) return;
	const warning = $('<div class="contact-center-warning alert alert-warning" role="status">').text(text);
	$(frappe.container.page).find(".layout-main-section").first().prepend(warning);
};

$(document).on("page-change", () => contact_center.workspace.warn());

// The desk's own address, without a page in it, leads to where the user begins; before the framework looks at it.
contact_center.workspace.begin = function () {
	const { start } = frappe.boot?.contact_center || {};
	const [, root] = window.location.pathname.match(/^(\/(?:app|desk))\/?$/) || [];
	if (start && root && !window.location.hash && !localStorage.getItem("session_last_route")) {
		window.history.replaceState(null, "", `${root}/${start}`);
	}
};

contact_center.workspace.begin();
