// The forms of a clarification and of a service: how long it holds, the supplier's one click, sending it to a caller.

frappe.provide("contact_center.knowledge");

Object.assign(contact_center.knowledge, {
	METHODS: "contact_center.desk.knowledge.",

	set_up(frm) {
		frm.set_query("supplier", () => ({ filters: { is_group: 0, is_active: 1 } }));
		frm.set_query("classifier", "entries", () => ({ filters: { is_group: 0, is_active: 1 } }));
	},

	show(frm) {
		$(frm.wrapper).addClass("contact-center-form");
		contact_center.forms.skip_arrows(frm.wrapper);
		for (const field of ["awaits_confirmation", "confirmed_at", "confirmed_by", "slug"]) {
			frm.toggle_display(field, Boolean(frm.doc[field]));
		}
		if (frm.is_new()) return;
		this.headline(frm);
		this.add_buttons(frm);
	},

	headline(frm) {
		const { validity, until } = contact_center.brought(frm);
		const words = {
			Over: [__("No longer valid since {0}: neither citizens nor callers get it", [until]), "red"],
			Ending: [__("Valid until {0}: is it still right?", [until]), "orange"],
		}[frm.doc.is_active ? validity : ""];
		frm.dashboard.clear_headline();
		if (words) frm.dashboard.set_headline_alert(frappe.utils.escape_html(words[0]), words[1]);
	},

	add_buttons(frm) {
		const { may_answer, url, validity } = contact_center.brought(frm);
		if (may_answer && frm.doc.is_active) {
			const confirm = frm.add_custom_button(__("It Still Holds"), () => this.confirm(frm));
			if (validity !== "Valid") confirm.addClass("btn-primary").removeClass("btn-default");
		}
		if (may_answer && !frm.perm[0]?.write) frm.add_custom_button(__("Correct the Answer"), () => this.correct(frm));
		if (contact_center.is_controller()) {
			if (url) frm.add_custom_button(__("Send to the Applicant"), () => this.send(frm));
			if (frm.doctype === "Clarification") frm.add_custom_button(__("It Did Not Help"), () => this.not_helped(frm));
		}
		if (url) frm.add_custom_button(__("Page for Citizens"), () => window.open(url, "_blank", "noopener"));
	},

	// One click: what the form shows is what is confirmed; unsaved changes would be another answer.
	async confirm(frm) {
		if (frm.is_dirty() && !(await contact_center.actions.save(frm))) return;
		await this.call(frm, "confirm", { seen: frm.doc.modified });
	},

	correct(frm) {
		const field = frm.doctype === "Clarification" ? "answer" : "summary";
		const fields = [
			{ fieldname: "answer", fieldtype: "Text", label: __(frm.fields_dict[field].df.label, null, frm.doctype), reqd: 1, default: frm.doc[field] },
		];
		if (frm.fields_dict.short_answer) {
			const { label, description } = frm.fields_dict.short_answer.df;
			fields.push({ fieldname: "short_answer", fieldtype: "Small Text", label: __(label, null, frm.doctype), description: __(description), default: frm.doc.short_answer });
		}
		contact_center.actions.open(frm, {
			title: __("Correct the Answer"),
			fields,
			button: __("Save and Confirm"),
			act: (values, seen) => this.call(frm, "correct", { ...values, seen }),
		});
	},

	send(frm) {
		contact_center.actions.open(frm, {
			title: __("Send to the Applicant"),
			fields: [
				{ fieldname: "applicant", fieldtype: "Link", options: "Applicant", label: __("Applicant"), reqd: 1, description: __("The letter goes to the e-mail on the applicant's card") },
			],
			button: __("Send", null, "Button in a dialog"),
			act: (values) => this.call(frm, "send", values),
		});
	},

	async not_helped(frm) {
		const answer = await frappe.xcall(this.METHODS + "not_helped", { name: frm.docname });
		frappe.show_alert({ message: __("Noted: it did not help {0} times so far", [answer.not_helped]), indicator: "orange" });
	},

	// Calls a method, says what it answers and reloads the form; returns whether it was done.
	async call(frm, method, args) {
		const { doctype, docname: name } = frm;
		const answer = await frappe.xcall(this.METHODS + method, { doctype, name, ...args }).catch(() => null);
		if (!answer) return false;
		frappe.show_alert({ message: answer.words, indicator: "green" });
		await frm.reload_doc();
		return true;
	},

	// What answers the entry, below its field: it may be read out before a request is made of it. It comes with the form;
	// another entry is asked for.
	async ask_answers(frm) {
		const { classifier } = frm.doc;
		const method = "contact_center.desk.answers.of_entry";
		const { message } = classifier ? await frappe.call({ method, args: { classifier }, type: "GET" }) : {};
		if (frm.doc.classifier === classifier) this.show_answers(frm, message);
	},

	show_answers(frm, found) {
		const field = frm.fields_dict.classifier;
		field?.$wrapper.find(".contact-center-answers").remove();
		if (!field || !found?.length || frm.doc.number) return;
		const list = $(`<div class="contact-center-answers small"></div>`).text(`${__("Ready answers")}: `);
		found.forEach(({ kind, name, title }, place) => {
			const doctype = kind === "service" ? "Administrative Service" : "Clarification";
			if (place) list.append(" · ");
			$(`<a target="_blank" rel="noopener"></a>`).attr("href", frappe.utils.get_form_link(doctype, name)).text(title).appendTo(list);
		});
		list.appendTo(field.$wrapper);
	},

	// What a list shows of a row: [words, colour, filter].
	indicator(doc) {
		const today = frappe.datetime.get_today();
		if (!doc.is_active) return [__("Not in use"), "gray", "is_active,=,0"];
		if (doc.valid_until && doc.valid_until < today) return [__("No longer valid"), "red", `valid_until,<,${today}`];
		if (doc.awaits_confirmation) return [__("Awaits Confirmation"), "orange", "awaits_confirmation,=,1"];
		return [__("Valid", null, "Clarification"), "green", "awaits_confirmation,=,0|is_active,=,1"];
	},

	list(empty) {
		return {
			add_fields: ["is_active", "valid_until", "awaits_confirmation"],
			hide_name_column: true,
			hide_name_filter: true,
			filters: [["is_active", "=", 1]],
			get_indicator: (doc) => this.indicator(doc),
			onload: (listview) => contact_center.list.explain_empty(listview, (fields) => (fields.join() === "is_active" ? empty() : "")),
		};
	},
});
