// Random samples of closed requests: drawn by a supervisor, checked by operators (R9.2.4).

frappe.provide("contact_center.samples");

contact_center.samples.METHODS = "contact_center.control.samples.";
contact_center.samples.COLORS = { Passed: "green", "Not Passed": "red", "Could Not Be Checked": "gray" };

contact_center.samples.draw = function () {
	const today = frappe.datetime.nowdate();
	const of = (fieldname, options, label) => ({ fieldname, fieldtype: "Link", options, label });
	const fields = [
		{ fieldname: "refusal", fieldtype: "HTML" },
		{ fieldname: "from_date", fieldtype: "Date", label: __("Closed From"), reqd: 1, default: frappe.datetime.add_days(today, -30) },
		{ fieldname: "to_date", fieldtype: "Date", label: __("Closed Until"), reqd: 1, default: today },
		{ fieldname: "size", fieldtype: "Int", label: __("How Many"), default: 50 },
		{ fieldname: "percent", fieldtype: "Float", label: __("Or What Share, in Percent"), depends_on: "eval:!doc.size" },
		{ ...of("executor", "Executor", __("Of One Executor")), get_query: () => ({ filters: { is_group: 0 } }) },
		{ ...of("classifier", "Classifier", __("Of One Classifier Entry")), get_query: () => ({ filters: { is_group: 0 } }) },
		of("district", "City District", __("Of One District")),
		{ fieldname: "by_executor", fieldtype: "Check", label: __("Of Each Executor in Proportion"), depends_on: "eval:!doc.executor" },
		{
			fieldname: "way",
			fieldtype: "Select",
			label: __("How They Are Checked"),
			options: ["By Phone", "On the Spot"].map((value) => ({ value, label: __(value) })),
			default: "By Phone",
			reqd: 1,
		},
	];
	const dialog = new frappe.ui.Dialog({
		title: __("Draw a Sample"),
		fields,
		primary_action_label: __("Draw", null, "Draw a sample"),
		primary_action: async ({ refusal, ...values }) => {
			const refusals = [];
			dialog.get_primary_btn().prop("disabled", true);
			const call = () => frappe.xcall(`${contact_center.samples.METHODS}draw`, values).catch(() => null);
			const name = await contact_center.actions.hear(refusals, call);
			dialog.get_primary_btn().prop("disabled", false);
			if (!name) return contact_center.actions.show_refusals(dialog, refusals);
			dialog.hide();
			frappe.set_route("Form", "Inspection Sample", name);
		},
	});
	dialog.show();
};

// «7,5 %», as the reader's language writes it.
contact_center.samples.percent = (value) => `${Number(value || 0).toLocaleString(frappe.boot.lang)} %`;

contact_center.samples.show_executors = function (frm) {
	const escape = frappe.utils.escape_html;
	const { percent } = contact_center.samples;
	const { executors = [] } = contact_center.brought(frm);
	frm.toggle_display("executors_section", executors.length > 1);
	const head = [__("Executor"), __("Failed of Checked"), __("Share That Failed"), __("Of All It Closed")];
	const rows = executors.map(
		({ title, checked, failed, share, low, high }) =>
			`<tr><td>${escape(title)}</td><td>${failed} / ${checked}</td><td>${percent(share)}</td><td>${percent(low)} – ${percent(high)}</td></tr>`
	);
	const table = `<table class="contact-center-tasks"><thead><tr>${head.map((text) => `<th>${text}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
	frm.fields_dict.executors_html.$wrapper.html(table);
};

contact_center.samples.show_requests = function (frm) {
	const escape = frappe.utils.escape_html;
	const { requests = [], may_check } = contact_center.brought(frm);
	const { COLORS } = contact_center.samples;
	const $list = $(`<ul class="list-unstyled contact-center-sample"></ul>`);
	for (const row of requests) {
		const { number, title, executor, result, note, request, inspection } = row;
		const state = result ? `<span class="indicator-pill ${COLORS[result]}">${escape(__(result))}</span>` : "";
		const link = `<a href="${frappe.utils.get_form_link("Request", request)}">${escape(number || title)}</a>`;
		const lines = [[link, state].filter(Boolean).join(" "), escape([title.replace(`${number} · `, ""), executor].filter(Boolean).join(" · "))];
		if (note) lines.push(`<span class="text-muted">${escape(note)}</span>`);
		if (inspection) lines.push(`<a href="${frappe.utils.get_form_link("Inspection", inspection)}">${__("Inspection")}</a>`);
		const $row = $(`<li class="contact-center-sampled">${lines.join("<br>")}</li>`).appendTo($list);
		const $acts = $(`<div class="contact-center-sampled-acts"></div>`).appendTo($row);
		const button = (label, act) => $(`<button type="button" class="btn btn-default btn-sm"></button>`).text(label).on("click", act).appendTo($acts);
		if (may_check) button(result ? __("Correct the Check") : __("Record the Check"), () => contact_center.samples.check(frm, row));
		if (row.may_inspect) button(__("Call an Inspection"), () => contact_center.samples.to_request(request));
		if (row.may_return) button(__("Return for Rework"), () => contact_center.samples.return_it(frm, row));
	}
	frm.fields_dict.requests_html.$wrapper.empty().append($list);
};

contact_center.samples.to_request = function (request) {
	contact_center.inspections.wanted = request;
	frappe.set_route("Form", "Request", request);
};

contact_center.samples.check = function (frm, row) {
	const fields = [
		{
			fieldname: "result",
			fieldtype: "Select",
			label: __("Result of the Check"),
			reqd: 1,
			default: row.result,
			options: ["Passed", "Not Passed", "Could Not Be Checked"].map((value) => ({ value, label: __(value) })),
		},
		{
			fieldname: "note",
			fieldtype: "Small Text",
			label: __("Note"),
			default: row.note,
			description: __("What the applicant said, or what was seen"),
		},
	];
	contact_center.actions.open(frm, {
		title: row.number || row.title,
		fields,
		button: __("Record the Check"),
		act: ({ result, note = "" }) =>
			contact_center.actions.run(frm, "samples.record_check", { sample: frm.docname, row: row.name, result, note }, __("The check is on record")),
	});
};

// What failed goes back to its executors, with grounds and reason.
contact_center.samples.return_it = function (frm, row) {
	const version = (form) => contact_center.brought(form).requests.find(({ name }) => name === row.name).seen;
	contact_center.returns.ask_closed(frm, row.request, row.note, version);
};

contact_center.samples.repeat = async function (frm) {
	const { left_out, gone } = await frappe.xcall(`${contact_center.samples.METHODS}repeat_draw`, { sample: frm.docname });
	const words = left_out
		? __("The draw does not repeat: {0} requests should have been drawn and were not.", [left_out])
		: __("The draw repeats: by its seed the same requests are drawn.");
	const opened = gone ? __("{0} of them are no longer closed.", [gone]) : "";
	frappe.msgprint({ title: __("Repeat the Draw"), message: [words, opened].filter(Boolean).join("<br>"), indicator: left_out ? "red" : "green" });
};
