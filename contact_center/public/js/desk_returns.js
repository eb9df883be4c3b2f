// What is asked before a result is returned for rework: grounds, the files that each is about, and the reason (R6.3.3).

frappe.provide("contact_center.returns");

contact_center.returns.ask = function (frm, take) {
	const grounds = frappe.boot.contact_center.return_grounds;
	const { evidence = [] } = contact_center.brought(frm);
	const is_disputed = frm.doc.applicant_answer === "Disputed";
	const fields = [
		{ fieldname: "grounds", fieldtype: "HTML" },
		{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1, modules: "Answer" },
	];
	const place = () => dialog.get_field("grounds").$wrapper;
	const dialog = contact_center.actions.open(frm, {
		title: __("Return for Rework"),
		fields: [
			{
				fieldname: "warning",
				fieldtype: "HTML",
				options: `<p>${__("The executor reads the grounds and the reason, the applicant the reason.")}</p>`,
			},
			...fields,
		],
		button: __("Return for Rework"),
		act: ({ reason }, seen) => {
			frm.doc.modified = seen;
			return take({ reason, return_grounds: contact_center.returns.ticked(place()) });
		},
	});
	place().html(contact_center.returns.html(grounds, evidence, is_disputed));
	place().on("change", "[data-ground]", () => contact_center.returns.follow(dialog, grounds));
	contact_center.returns.follow(dialog, grounds);
};

// A closed request that a check has found not done, from the form of the check (R9.2.4): `version(form)` is the request's.
contact_center.returns.ask_closed = function (frm, request, reason, version) {
	const grounds = frappe.boot.contact_center.return_grounds.map(({ title }) => ({ label: frappe.utils.escape_html(title), value: title }));
	const warning = __("The executor reads the grounds and the reason, the applicant the reason.");
	contact_center.actions.open(frm, {
		title: __("Return for Rework"),
		fields: [
			{ fieldname: "warning", fieldtype: "HTML", options: `<p>${warning}</p>` },
			{ fieldname: "grounds", fieldtype: "MultiCheck", label: __("Grounds"), options: grounds, columns: 1 },
			contact_center.actions.reason(reason),
		],
		button: __("Return for Rework"),
		version,
		act: ({ grounds, reason }, seen) =>
			contact_center.actions.run(
				frm,
				"rework.return_closed",
				{ request, grounds: JSON.stringify(grounds || []), reason, seen },
				__("The request is returned for rework")
			),
	});
};

contact_center.returns.html = function (grounds, evidence, is_disputed) {
	const escape = frappe.utils.escape_html;
	const files = evidence
		.map(
			({ file_url, file_name, kind }) =>
				`<label><input type="checkbox" data-file="${escape(file_url)}"> ${__(kind)} ${escape(file_name)}</label>`
		)
		.join("");
	const about = files
		? `<fieldset class="contact-center-about-files" hidden><legend>${__("Which files it is about")}</legend>${files}</fieldset>`
		: "";
	const rows = grounds.map(({ title, is_for_disputes }) => {
		const checked = is_disputed && is_for_disputes ? "checked" : "";
		return `<li><label><input type="checkbox" data-ground="${escape(title)}" ${checked}> ${escape(title)}</label>
			${is_for_disputes ? "" : about}</li>`;
	});
	if (!rows.length) return "";
	return `<fieldset class="contact-center-grounds"><legend>${__("Grounds")}</legend><ul>${rows.join("")}</ul></fieldset>`;
};

// Shows the files of what is ticked, and fills in its texts as the reason while nobody has written another.
contact_center.returns.follow = function (dialog, grounds) {
	const $place = dialog.get_field("grounds").$wrapper;
	$place.find("li").each(function () {
		$(this).find(".contact-center-about-files").prop("hidden", !$(this).find("[data-ground]").prop("checked"));
	});
	const ticked = contact_center.returns.ticked($place).map(({ ground }) => ground);
	const text = grounds.filter(({ title }) => ticked.includes(title)).map(({ text }) => text).join("\n");
	const written = (dialog.get_value("reason") || "").trim();
	if (!written || written === dialog.contact_center_filled_in) {
		dialog.contact_center_filled_in = text;
		dialog.set_value("reason", text);
	}
};

contact_center.returns.ticked = ($place) =>
	$place
		.find("[data-ground]:checked")
		.map(function () {
			const files = $(this).closest("li").find("[data-file]:checked").map((_place, box) => box.dataset.file);
			return { ground: this.dataset.ground, files: files.get().join("\n") };
		})
		.get();

// The name by which its sender knows a file, as words/return_words.py has it.
contact_center.returns.file_name = (address) => address.split("/").pop().replace(/-[0-9a-f]{16}(?=\.\w+$)/, "");

// «– Скан не читається: akt.pdf», a line for each ground.
contact_center.returns.lines = (marks = []) =>
	marks.map(({ ground, files }) => {
		const names = files.map(contact_center.returns.file_name).join(", ");
		return `– ${[ground, names].filter(Boolean).join(": ")}`;
	});
