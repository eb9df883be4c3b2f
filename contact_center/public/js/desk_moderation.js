// Moderation: the next request of the queue is taken, and held until it is decided or given back (R3.2).

frappe.provide("contact_center.moderation");

contact_center.moderation.HOLDS = "contact_center.intake.holds.";

contact_center.moderation.take_next = async function () {
	const call = frappe.xcall(contact_center.moderation.HOLDS + "take_next");
	const taken = await call.then((found) => found || null, () => undefined);
	if (taken === undefined) return;
	if (!taken) {
		frappe.show_alert({ message: __("The queue is empty: all of it is done or in work."), indicator: "green" });
		return;
	}
	frappe.model.remove_from_locals("Request", taken.request);
	await frappe.set_route("Form", "Request", taken.request);
};

contact_center.moderation.add_list_button = function (listview) {
	if (!contact_center.is_controller()) return;
	listview.page.add_inner_button(__("Take the Next One"), contact_center.moderation.take_next).addClass("btn-primary");
};

contact_center.moderation.add_buttons = function (frm) {
	if (!contact_center.may(frm, "ask")) return;
	const { hold } = contact_center.brought(frm);
	if (hold && !hold.mine) return frm.add_custom_button(__("Take the Next One"), contact_center.moderation.take_next);
	const group = __("Consider", null, "Buttons of moderation");
	frm.add_custom_button(hold ? __("Give It Back") : __("Take It"), () => hold_or_release(frm, hold), group);
	if (frm.doc.applicant) frm.add_custom_button(__("Ask the Applicant"), () => ask(frm), group);
	if (frm.doc.applicant) frm.add_custom_button(__("Split in Two"), () => split(frm), group);
	if (frm.doc.applicant) frm.add_custom_button(__("Join to an Open Request"), () => join_to(frm), group);
	if (frm.doc.asked_at) frm.add_custom_button(__("Answered by Phone"), () => answered(frm), group);
	frm.add_custom_button(__("Take the Next One"), contact_center.moderation.take_next, group);
};

async function hold_or_release(frm, hold) {
	const { HOLDS } = contact_center.moderation;
	await frappe.xcall(HOLDS + (hold ? "release" : "take"), { request: frm.docname }).catch(() => null);
	await frm.reload_doc();
}

function dialog(frm, { title, fields, button, method, args, done, next }) {
	contact_center.actions.after_save(frm, () =>
		contact_center.actions.open(frm, {
			title,
			fields,
			button,
			act: async (values, seen) => {
				const call = frappe.xcall(method, { request: frm.docname, ...args(values), seen });
				const answer = await call.then((found) => found ?? true, () => null);
				if (!answer) return false;
				frappe.show_alert({ message: done(answer), indicator: "green" });
				await frm.reload_doc();
				if (next) await next(answer);
				return true;
			},
		})
	);
}

contact_center.moderation.dialog = dialog;

function ask(frm) {
	dialog(frm, {
		title: __("Ask the Applicant"),
		fields: [
			{
				fieldname: "question",
				fieldtype: "Small Text",
				label: __("Question"),
				reqd: 1,
				description: __("The applicant reads it in the account and in a letter; until the answer the request waits."),
			},
		],
		button: __("Ask"),
		method: "contact_center.control.asking.ask",
		args: ({ question }) => ({ question }),
		done: () => __("The applicant is asked; the request waits for the answer"),
	});
}

function split(frm) {
	dialog(frm, {
		title: __("Split in Two"),
		fields: [
			{
				fieldname: "description",
				fieldtype: "Small Text",
				label: __("The Second Question"),
				reqd: 1,
				description: __("A second request is made of it, at the same place. Leave the first question in this one."),
			},
			{
				fieldname: "classifier",
				fieldtype: "Link",
				options: "Classifier",
				label: __("Classifier"),
				get_query: () => ({ filters: { is_group: 0, is_active: 1 } }),
				filter_description: __("Only classifier entries in use are shown"),
			},
		],
		button: __("Split in Two"),
		method: "contact_center.intake.splitting.split",
		args: ({ description, classifier = "" }) => ({ description, classifier }),
		done: ({ title, code }) => __("The second request: {0} (code {1})", [frappe.utils.escape_html(title), code]),
		next: ({ name }) => frappe.set_route("Form", "Request", name),
	});
}

function join_to(frm) {
	const { similar = [] } = contact_center.brought(frm);
	const label = ({ number, title, count }) => `${title || number} (${count})`;
	const options = similar.filter(({ number }) => number).map((row) => ({ value: row.name, label: label(row) }));
	dialog(frm, {
		title: __("Join to an Open Request"),
		fields: [
			{
				fieldtype: "HTML",
				fieldname: "warning",
				options: `<p>${__("This request ends, and its applicant is told of each stage of the other one.")}</p>`,
			},
			...(options.length ? [{ fieldname: "like", fieldtype: "Select", label: __("Open Requests Like This"), options: ["", ...options] }] : []),
			{
				fieldname: "into",
				fieldtype: "Link",
				options: "Request",
				label: options.length ? __("Or Another One") : __("Open Request"),
				mandatory_depends_on: options.length ? "eval:!doc.like" : "eval:true",
				get_query: () => ({ filters: { name: ["!=", frm.docname], number: ["is", "set"], stage: ["in", contact_center.act("join", "Request").origins] } }),
				filter_description: __("Only open requests are shown"),
			},
		],
		button: __("Join"),
		method: "contact_center.intake.splitting.join_to",
		args: ({ like, into }) => ({ into: like || into }),
		done: ({ number }) => __("Joined to request {0}", [number]),
	});
}

function answered(frm) {
	dialog(frm, {
		title: __("Answered by Phone"),
		fields: [{ fieldname: "text", fieldtype: "Small Text", label: __("What the applicant said"), reqd: 1 }],
		button: __("Record the Answer"),
		method: "contact_center.control.asking.answer_by_phone",
		args: ({ text }) => ({ text }),
		done: () => __("The answer is recorded"),
	});
}
