// Shows the journal of a request or a task with the framework's own timeline styles.

frappe.provide("contact_center.journal");

contact_center.journal.kind = (kind) => frappe.boot.contact_center.journal[kind] || { label: __(kind), color: "gray" };

contact_center.journal.item = function (line) {
	const escape = frappe.utils.escape_html;
	const { label, color } = contact_center.journal.kind(line.kind);
	const whom = line.executor_title ? `: ${escape(line.executor_title)}` : "";
	const seen = line.is_public
		? `<span class="text-muted small">· ${__("the applicant sees it")}</span>`
		: "";
	// Some texts arrive with entities already: they are not escaped twice.
	const told = [...contact_center.returns.lines(line.grounds), line.text && frappe.utils.unescape_html(line.text)];
	const words = told.filter(Boolean).join("\n");
	const text = words ? `<div class="contact-center-text">${escape(words)}</div>` : "";
	return `<li class="contact-center-line">
		<div><span class="indicator ${color}"></span><b>${label}</b>${whom}
		<span class="text-muted">${contact_center.speech.moment(line.moment)}</span> ${seen}</div>
		<div class="text-muted small">${escape(line.actor_name || "")}</div>
		${text}
	</li>`;
};

contact_center.journal.show = function (frm, lines = []) {
	const wrapper = frm.fields_dict.journal_html?.$wrapper;
	if (!wrapper) return;
	if (frm.is_new()) return wrapper.empty();
	const newest_first = lines.slice().reverse();
	const items = newest_first.map(contact_center.journal.item).join("");
	wrapper.html(
		items
			? `<ul class="contact-center-journal">${items}</ul>`
			: `<p class="text-muted">${__("Nothing has happened yet.")}</p>`
	);
};
