// A memo about a caller: written once; each next step is a button of whoever takes it (R5.8).

const MEMOS = "contact_center.intake.memos.";

frappe.ui.form.on("Block Memo", {
	onload(frm) {
		contact_center.forms.hide_time_zone(frm);
	},

	refresh(frm) {
		contact_center.forms.skip_arrows(frm.wrapper);
		contact_center.forms.for_clerks(frm);
		frm.toggle_display(["stage", "steps_section"], !frm.is_new());
		if (frm.is_new()) return;
		frm.disable_form();
		for (const field of ["phone", "applicant", "interaction", "what_was_said"]) frm.set_df_property(field, "description", "");
		show_way(frm);
		frm.page.set_title(contact_center.speech.phone(frm.doc.phone));
		show_headline(frm);
		add_steps(frm);
	},
});

// The row that the last step left: what it was, who took it, when and why.
function show_headline(frm) {
	const last = frm.doc.steps?.at(-1);
	if (!last) return;
	const [words, color] = {
		"Awaiting Approval": [__("A supervisor approves or declines this memo."), "orange"],
		Approved: [__("Approved: the administrator blocks the number."), "blue"],
		Declined: [__("Declined: {0}", [last.reason]), "gray"],
		"Number Blocked": [__("The number is blocked."), "red"],
		"Block Lifted": [__("The block was lifted: {0}", [last.reason]), "green"],
	}[frm.doc.stage];
	frm.dashboard.clear_headline();
	frm.dashboard.set_headline_alert(frappe.utils.escape_html(words), color);
}

// Who took each step, when and why.
function show_way(frm) {
	const escape = frappe.utils.escape_html;
	const rows = (contact_center.brought(frm).steps || []).map(
		({ step, who, at, reason }) =>
			`<tr><td>${contact_center.speech.moment(at)}</td><td><b>${escape(__(step))}</b></td>
			<td>${escape(who)}</td><td>${escape(reason)}</td></tr>`
	);
	frm.fields_dict.steps_html.$wrapper.html(`<table class="contact-center-tasks"><tbody>${rows.join("")}</tbody></table>`);
}

function add_steps(frm) {
	const { is_supervisor, is_administrator } = frappe.boot.contact_center.user;
	const { stage } = frm.doc;
	const is_own = frm.doc.owner === frappe.session.user;
	if (is_supervisor && !is_own && stage === "Awaiting Approval") {
		main_button(frm, __("Approve the Memo"), () => run(frm, "approve", {}, __("Approved")));
	}
	if (is_supervisor && !is_own && ["Awaiting Approval", "Approved"].includes(stage)) {
		frm.add_custom_button(__("Decline"), () => ask_why(frm));
	}
	if (is_administrator && stage === "Approved") main_button(frm, __("Block the Number"), () => ask_days(frm));
	if (["Number Blocked", "Block Lifted"].includes(stage)) {
		frm.add_custom_button(__("Show the Block"), () =>
			frappe.set_route("List", "Phone Block", { memo: frm.docname })
		);
	}
}

function main_button(frm, label, act) {
	frm.add_custom_button(label, act).addClass("btn-primary").removeClass("btn-default");
}

function ask_why(frm) {
	contact_center.actions.open(frm, {
		title: __("Decline the Memo"),
		fields: [{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 }],
		button: __("Decline"),
		act: ({ reason }) => run(frm, "decline", { reason }, __("Declined")),
	});
}

function ask_days(frm) {
	const warning = __("Nobody is answered from {0} then, and its account files nothing but the most urgent requests.", [
		contact_center.speech.phone(frm.doc.phone),
	]);
	contact_center.actions.open(frm, {
		title: __("Block the Number"),
		fields: [
			{ fieldname: "warning", fieldtype: "HTML", options: `<p>${frappe.utils.escape_html(warning)}</p>` },
			{
				fieldname: "days",
				fieldtype: "Int",
				label: __("For How Many Days"),
				reqd: 1,
				default: contact_center.brought(frm).block_days,
			},
		],
		button: __("Block the Number"),
		act: ({ days }) => run(frm, "block", { days }, __("The number is blocked.")),
	});
}

async function run(frm, step, values, done) {
	const call = frappe.xcall(MEMOS + step, { memo: frm.docname, ...values });
	if (!(await call.then(() => true, () => false))) return false;
	frappe.show_alert({ message: done, indicator: "green" });
	await frm.reload_doc();
	return true;
}
