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
	frm.add_custom_button(__("It Is a Complaint, a Proposal or Thanks"), () => to_appeal(frm), group);
	if (frm.doc.asked_at) frm.add_custom_button(__("Answered by Phone"), () => answered(frm), group);
	frm.add_custom_button(__("Take the Next One"), contact_center.moderation.take_next, group);
};

async function hold_or_release(frm, hold) {
	const { HOLDS } = contact_center.moderation;
	await frappe.xcall(HOLDS + (hold ? "release" : "take"), { request: frm.docname }).catch(() => null);
	await frm.reload_doc();
}

// A hold goes on while its holder works on the form, in its dialogs too. Whoever loses it reads so at once, and what was
// typed stays on the screen.
const PROLONGED_EVERY = 60 * 1000;

contact_center.moderation.watch = function (frm, headlines) {
	clearTimeout(frm.contact_center_watch?.ending);
	const { hold } = contact_center.brought(frm);
	frm.contact_center_watch = hold?.mine ? { request: frm.docname, asked_at: Date.now(), headlines } : null;
	if (hold?.mine) expect_end(frm, hold.seconds);
};

function expect_end(frm, seconds) {
	const watch = frm.contact_center_watch;
	clearTimeout(watch.ending);
	watch.ending = setTimeout(() => ran_out(frm, watch), 1000 * seconds);
}

function ran_out(frm, watch) {
	if (frm.contact_center_watch !== watch || frm.docname !== watch.request) return;
	watch.asked_at = 0; // the next key asks at once
	const words = __("Your hold has ended: nothing was done here for a while. Go on, and the request is held again if no colleague has taken it.");
	headline(frm, words, "orange");
}

function headline(frm, words, color) {
	frm.dashboard.clear_headline();
	frm.dashboard.set_headline_alert(frappe.utils.escape_html(words), color);
}

async function prolong(frm) {
	const watch = frm?.contact_center_watch;
	if (!watch || watch.request !== frm.docname || frappe.get_route()[2] !== watch.request) return;
	if (Date.now() - watch.asked_at < PROLONGED_EVERY) return;
	watch.asked_at = Date.now();
	const call = frappe.xcall(contact_center.moderation.HOLDS + "prolong", { request: watch.request });
	const answer = await call.catch(() => null);
	if (!answer || frm.contact_center_watch !== watch) return;
	contact_center.brought(frm).hold = answer.operator ? answer : null;
	if (!answer.mine) return lost(frm, watch, answer);
	contact_center.forms.headline(frm, watch.headlines);
	expect_end(frm, answer.seconds);
}

function lost(frm, watch, { operator, until }) {
	clearTimeout(watch.ending);
	frm.contact_center_watch = null;
	const words = operator
		? __("You no longer hold this request: {0} works on it until {1}.", [operator, until])
		: __("You no longer hold this request: it was given back or decided.");
	headline(frm, words, "red");
	const hint = frm.is_dirty() ? __("What you typed stays on the screen and is not saved: copy it if you need it.") : "";
	frappe.msgprint({ title: __("The Hold Is Lost"), message: [frappe.utils.escape_html(words), hint].join(" "), indicator: "orange" });
	if (!frm.is_dirty()) frm.reload_doc();
}

for (const kind of ["keydown", "pointerdown"]) {
	document.addEventListener(kind, () => window.cur_frm?.doctype === "Request" && prolong(window.cur_frm), true);
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
				modules: "Answer",
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

function to_appeal(frm) {
	const word = (value) => ({ value, label: __(value, null, "Appeal") });
	const words = __("This request ends; an appeal with the same words and applicant is made of it, and its applicant is told.");
	dialog(frm, {
		title: __("It Is a Complaint, a Proposal or Thanks"),
		fields: [
			{ fieldtype: "HTML", fieldname: "warning", options: `<p>${frappe.utils.escape_html(words)}</p>` },
			{ fieldname: "kind", fieldtype: "Select", label: __("What it is"), reqd: 1, options: ["Complaint", "Proposal", "Gratitude"].map(word) },
			{
				fieldname: "about",
				fieldtype: "Select",
				label: __("Whom it is about"),
				options: ["", ...["Executor", "Official", "Contact Center", "Other"].map(word)],
				mandatory_depends_on: "eval:doc.kind && doc.kind !== 'Proposal'",
			},
			{ fieldname: "executor", fieldtype: "Link", options: "Executor", label: __("Executor"), depends_on: "eval:doc.about === 'Executor'", get_query: () => ({ filters: { is_group: 0 } }) },
			{ fieldname: "person", fieldtype: "Data", label: __("Who it is"), depends_on: "eval:doc.about && doc.about !== 'Contact Center'" },
		],
		button: __("Make an Appeal of It"),
		method: "contact_center.intake.appeal_turning.turn_into_appeal",
		args: ({ kind, about = "", executor = "", person = "" }) => ({ kind, about, executor, person }),
		done: ({ number }) => __("The appeal has the number {0}", [number]),
		next: ({ name }) => frappe.set_route("Form", "Appeal", name),
	});
}

function answered(frm) {
	dialog(frm, {
		title: __("Answered by Phone"),
		fields: [{ fieldname: "text", fieldtype: "Small Text", label: __("What the applicant said"), reqd: 1, modules: "Answer" }],
		button: __("Record the Answer"),
		method: "contact_center.control.asking.answer_by_phone",
		args: ({ text }) => ({ text }),
		done: () => __("The answer is recorded"),
	});
}
