// Shows the journal of a request or a task with the framework's own timeline styles.

frappe.provide("contact_center.journal");

contact_center.journal.kind = (kind) => frappe.boot.contact_center.journal[kind] || { label: __(kind), color: "gray" };

// Who did it, and in whose place: a deputy's, or the executor's above (P4).
contact_center.journal.actor = function (line) {
	const parts = [line.actor_name];
	if (line.absent_name) parts.push(__("in place of {0}", [line.absent_name]));
	if (line.through_title) parts.push(__("on behalf of the organisation above: {0}", [line.through_title]));
	return parts.filter(Boolean).join(" · ");
};

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
		<div class="text-muted small">${escape(contact_center.journal.actor(line))}</div>
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
