// A responsible person writes who of the executor is absent, and who acts in their place (P5).

frappe.provide("contact_center.absences");

contact_center.absences.METHODS = "contact_center.control.absences.";

// In the menu of the list of tasks, for each executor that the user answers for.
contact_center.absences.offer = function (page) {
	const own = frappe.boot.contact_center.user.responsible_for || [];
	for (const { value, label } of own) {
		const words = own.length > 1 ? __("Absences and Deputies: {0}", [label]) : __("Absences and Deputies");
		page.add_menu_item(words, () => contact_center.absences.open(value, label));
	}
};

contact_center.absences.open = async function (executor, title) {
	const brought = await contact_center.read(`${contact_center.absences.METHODS}absences`, { executor });
	const today = frappe.datetime.get_today();
	const dialog = new frappe.ui.Dialog({
		title: __("Absences and Deputies: {0}", [title]),
		fields: [
			{ fieldname: "refusal", fieldtype: "HTML" },
			{ fieldname: "known", fieldtype: "HTML" },
			{ fieldtype: "Section Break", label: __("New Absence") },
			{ fieldname: "user", fieldtype: "Select", label: __("Who Is Absent"), reqd: 1, options: ["", ...brought.people] },
			{ fieldname: "deputy", fieldtype: "Select", label: __("Deputy"), reqd: 1, options: ["", ...brought.deputies], description: __("Sees and does all that the absent person may, and gets what they are told") },
			{ fieldname: "from_date", fieldtype: "Date", label: __("First Day"), reqd: 1, default: today },
			{ fieldname: "until_date", fieldtype: "Date", label: __("Last Day"), reqd: 1 },
			{ fieldname: "note", fieldtype: "Small Text", label: __("Note") },
		],
		primary_action_label: __("Add Absence"),
		primary_action: (values) => contact_center.absences.act(dialog, executor, "add_absence", values),
	});
	dialog.show();
	contact_center.absences.show(dialog, executor, brought.absences);
};

// Does it, shows a refusal in the dialog, and the list as it is afterwards.
contact_center.absences.act = async function (dialog, executor, method, values) {
	const { METHODS } = contact_center.absences;
	const refusals = [];
	const call = () => frappe.xcall(METHODS + method, { executor, ...values }).then(() => true, () => false);
	const done = await contact_center.actions.hear(refusals, call);
	contact_center.actions.show_refusals(dialog, refusals);
	if (!done) return;
	for (const name of ["user", "deputy", "until_date", "note"]) {
		const field = dialog.get_field(name);
		field.set_input("");
		field.$wrapper.removeClass("has-error"); // emptied by us, not left out by somebody
	}
	const { absences } = await contact_center.read(`${METHODS}absences`, { executor });
	contact_center.absences.show(dialog, executor, absences);
	frappe.show_alert({ message: __("Saved"), indicator: "green" });
};

contact_center.absences.show = function (dialog, executor, rows) {
	const $place = dialog.get_field("known").$wrapper.empty();
	if (!rows.length) {
		return $(`<p class="text-muted"></p>`).text(__("Nobody is absent. Add the first absence below.")).appendTo($place);
	}
	const $list = $(`<ul class="contact-center-absences list-unstyled"></ul>`).appendTo($place);
	for (const row of rows) {
		const begun = row.from_date <= frappe.datetime.get_today();
		const day = (value) => frappe.datetime.str_to_user(value);
		const words = __("{0}: {1} acts in the place of {2}", [`${day(row.from_date)} – ${day(row.until_date)}`, row.deputy_name, row.user_name]);
		const $row = $(`<li class="contact-center-absence mb-3"></li>`).appendTo($list);
		$(`<div></div>`).text(words).appendTo($row);
		if (row.note) $(`<div class="text-muted small"></div>`).text(row.note).appendTo($row);
		$(`<button type="button" class="btn btn-default btn-xs mt-1"></button>`)
			.text(begun ? __("End Now") : __("Take Back the Absence"))
			.on("click", () => contact_center.absences.end(dialog, executor, row, begun))
			.appendTo($row);
	}
};

contact_center.absences.end = function (dialog, executor, row, begun) {
	const words = begun
		? __("{0} loses the right at once. End the absence?", [row.deputy_name])
		: __("Take back the absence of {0}?", [row.user_name]);
	frappe.confirm(words, () => contact_center.absences.act(dialog, executor, "end_absence", { absence: row.name }));
};
