// What the forms of a request and of a task share beside their journal and their dialogs.

frappe.provide("contact_center.forms");

contact_center.forms.tidy = function (frm) {
	contact_center.show_stage(frm);
	$(frm.wrapper).addClass("contact-center-form");
	// The journal tells the story; the framework's list of changed fields is for administrators.
	$(frm.wrapper).toggleClass("contact-center-clerk", !frappe.user.has_role("System Manager"));
	// Flags that are not raised say nothing.
	for (const flag of ["overdue", "accepted_late", "anonymous_warned"]) {
		if (frm.fields_dict[flag] && frm.fields_dict[flag].df.read_only) {
			frm.toggle_display(flag, Boolean(frm.doc[flag]));
		}
	}
};

contact_center.forms.headline = function (frm, headlines) {
	const headline = !frm.is_new() && headlines[frm.doc.stage]?.(frm.doc);
	if (!headline) return;
	const [text, color] = headline;
	frm.dashboard.set_headline_alert(frappe.utils.escape_html(text), color);
};

// A term in a headline: what is to happen by when, and what is left until then.
contact_center.forms.term = function (text, deadline) {
	if (!deadline) return [__("No fixed term: under control until wholly done"), "blue"];
	const late = contact_center.speech.is_past(deadline);
	return [`${text} · ${contact_center.speech.time_left(deadline)}`, late ? "red" : "blue"];
};

// The executors of a request with the state and term of each, above its fields.
contact_center.forms.show_tasks = async function (frm) {
	if (frm.is_new() || frm.doc.stage === "Moderation") return;
	const name = frm.docname;
	const tasks = await frappe.db.get_list("Request Task", {
		filters: { request: name },
		fields: ["name", "executor.title as executor_title", "workflow_state", "stage", "is_lead"].concat([
			"overdue",
			"accept_by",
			"due",
		]),
		order_by: "`tabRequest Task`.creation",
		limit: 50,
	});
	if (frm.docname !== name || !tasks.length) return;
	$(frm.wrapper).find(".contact-center-tasks").closest(".form-dashboard-section").remove();
	const rows = tasks.map(contact_center.forms.task_row).join("");
	const html = `<table class="contact-center-tasks"><tbody>${rows}</tbody></table>`;
	frm.dashboard.add_section(html, __("Executors"));
	frm.dashboard.show();
};

contact_center.forms.task_row = function (task) {
	const escape = frappe.utils.escape_html;
	const [label, color] = contact_center.indicator(task);
	const lead = task.is_lead ? ` <span class="text-muted small">${__("lead")}</span>` : "";
	const link = frappe.utils.get_form_link("Request Task", task.name);
	return `<tr>
		<td><a href="${link}">${escape(task.executor_title || task.name)}</a>${lead}</td>
		<td><span class="indicator-pill no-indicator-dot ${color}">${label}</span></td>
		<td>${contact_center.list.deadline(task)}</td>
	</tr>`;
};
