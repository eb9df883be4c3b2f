// The applicant on the operator's card: whom to ring, the consent and the residence, without leaving the card.

frappe.provide("contact_center.applicant");

Object.assign(contact_center.applicant, {
	FIELDS: ["phone", "email", "consent", "street", "building", "flat"],
	RESIDENCE: ["street", "building", "flat"],
	RESIDENCE_KEY: "alt+l",

	// The contact came with the document, unless another applicant is chosen now.
	async show(frm) {
		const field = frm.fields_dict.applicant;
		const { applicant } = frm.doc;
		if (!field || !contact_center.is_controller()) return;
		this.offer_residence(frm, null);
		// The framework leaves a description that does not change as it is, with what was added to it.
		field.$wrapper.find(".contact-center-consent-note").remove();
		if (!applicant) return field.set_description("");
		const { applicant: brought } = contact_center.brought(frm);
		const contact = brought?.name === applicant ? brought : await this.read(applicant);
		if (frm.doc.applicant !== applicant) return;
		const { phone, email } = contact;
		field.set_description(contact_center.contact_html({ phone, email }));
		if (!contact.consent) this.ask_consent(frm, field, contact);
		this.offer_residence(frm, contact);
	},

	// What name, contact and residence were before, until when, and who corrected them (D2).
	show_earlier(frm) {
		const { earlier } = contact_center.brought(frm);
		$(frm.wrapper).find(".contact-center-earlier").closest(".form-dashboard-section").remove();
		if (!earlier?.length) return;
		const escape = frappe.utils.escape_html;
		const row = ({ label, value, until, who }) =>
			`<tr><th scope="row">${escape(label)}</th><td>${escape(value)}</td><td class="text-muted">${escape(
				[__("until {0}", [contact_center.speech.moment(until)]), who].filter(Boolean).join(" · ")
			)}</td></tr>`;
		const rows = earlier.map(row).join("");
		frm.dashboard.add_section(`<table class="contact-center-earlier"><tbody>${rows}</tbody></table>`, __("Earlier Data"));
		frm.dashboard.show();
	},

	// Who may be the same person, and why (R5.2). Without any there is nothing to do, so nothing is shown.
	show_duplicates(frm) {
		const { duplicates } = contact_center.brought(frm);
		$(frm.wrapper).find(".contact-center-duplicates").closest(".form-dashboard-section").remove();
		if (!duplicates?.length) return;
		const escape = frappe.utils.escape_html;
		const row = ({ name, full_name, phone, residence, why }) => {
			const beside = [phone && contact_center.speech.phone(phone), residence].filter(Boolean).join(" · ");
			return `<tr><td><a href="${frappe.utils.get_form_link("Possible Duplicate", name)}">${escape(full_name)}</a>
				<div class="text-muted">${escape(beside)}</div></td><td>${escape(why)}</td></tr>`;
		};
		const rows = duplicates.map(row).join("");
		frm.dashboard.add_section(`<table class="contact-center-people contact-center-duplicates"><tbody>${rows}</tbody></table>`, __("Possible Duplicates"));
		frm.dashboard.show();
	},

	// A record that was merged is shown as the one that was kept.
	lead_to_kept(frm) {
		const { merged_into, full_name } = frm.doc;
		if (!merged_into) return false;
		frappe.show_alert({ message: __("“{0}” was merged into this applicant.", [full_name]), indicator: "blue" });
		frappe.set_route("Form", "Applicant", merged_into);
		return true;
	},

	// The other records of this person, each with what undoes it.
	show_merges(frm) {
		const { merges } = contact_center.brought(frm);
		$(frm.wrapper).find(".contact-center-merges").closest(".form-dashboard-section").remove();
		if (!merges?.length) return;
		const escape = frappe.utils.escape_html;
		const row = ({ name, full_name, phone, at }) =>
			`<tr><td><a href="${frappe.utils.get_form_link("Applicant Merge", name)}">${escape(full_name)}</a></td>
			<td>${escape(phone ? contact_center.speech.phone(phone) : "")}</td><td class="text-muted">${contact_center.speech.moment(at)}</td></tr>`;
		const rows = merges.map(row).join("");
		frm.dashboard.add_section(`<table class="contact-center-people contact-center-merges"><tbody>${rows}</tbody></table>`, __("Merged Into This Applicant"));
		frm.dashboard.show();
	},

	offer_merging(frm) {
		if (frm.is_new() || !frappe.boot.contact_center.user.is_supervisor) return;
		// D2: for whoever asks what is kept of them; it is on record who took it.
		const copy = `/api/method/contact_center.desk.personal_copy.download?applicant=${encodeURIComponent(frm.docname)}`;
		frm.page.add_menu_item(__("Copy of the Personal Data"), () => window.open(copy));
		frm.page.add_menu_item(__("Merge With Another Applicant"), () => this.ask_whom(frm.docname));
	},

	ask_whom(one) {
		const field = { fieldname: "other", fieldtype: "Link", options: "Applicant", label: __("Applicant"), reqd: 1, only_select: 1 };
		field.get_query = () => ({ filters: { name: ["!=", one] } });
		frappe.prompt([field], ({ other }) => this.ask_merging(one, other), __("Merge With Another Applicant"), __("Go On"));
	},

	// Both beside each other, what moves, and who sees it afterwards: confirmed by whoever answers for it.
	async ask_merging(kept, merged) {
		const found = await frappe.xcall("contact_center.desk.merging.preview", { kept, merged });
		const escape = frappe.utils.escape_html;
		const [one, other] = found.people.map((each) => escape(each.full_name));
		const account = found.account && __("The owner of the account, {0}, will see all these requests there. Make sure that it is the same person: the phone of an account is not verified.", [escape(found.account)]);
		const dialog = new frappe.ui.Dialog({
			title: __("Merge Two Applicants"),
			size: "large",
			fields: [
				{ fieldtype: "HTML", options: this.compared(found.people) },
				{ fieldtype: "HTML", options: `<p>${__("{0} stays. Everything of {1} goes there:", [`<b>${one}</b>`, `<b>${other}</b>`])} ${escape(found.moves.join(", ") || __("nothing but the record itself"))}.</p>` },
				{ fieldtype: "HTML", options: account ? `<p class="text-danger">${account}</p>` : "" },
				{ fieldtype: "HTML", options: `<p class="text-muted">${__("The merging can be undone: what moved goes back.")}</p>` },
			],
			primary_action_label: __("Merge"),
			primary_action: () => this.merge(dialog, kept, merged),
			secondary_action_label: __("Keep the Other One"),
			secondary_action: () => (dialog.hide(), this.ask_merging(merged, kept)),
		});
		dialog.show();
	},

	async merge(dialog, kept, merged) {
		dialog.disable_primary_action();
		const call = frappe.xcall("contact_center.desk.merging.merge", { kept, merged });
		const made = await call.catch(() => null);
		dialog.hide();
		if (!made) return;
		for (const name of [kept, merged]) frappe.model.remove_from_locals("Applicant", name);
		frappe.show_alert({ message: __("Merged: both are one applicant now."), indicator: "green" });
		frappe.set_route("Form", "Applicant", made.kept);
		if (window.cur_frm?.docname === made.kept) window.cur_frm.reload_doc();
	},

	// Two applicants beside each other: [{full_name, lines: [{label, value}]}]; what differs is bold.
	compared(people) {
		const escape = frappe.utils.escape_html;
		const link = ({ applicant, full_name }) => `<a href="${frappe.utils.get_form_link("Applicant", applicant)}" target="_blank">${escape(full_name)}</a>`;
		const head = people.map((each) => `<th scope="col">${link(each)}</th>`).join("");
		const line = ({ label }, place) => {
			const values = people.map((each) => each.lines[place].value);
			const tag = new Set(values).size > 1 ? "b" : "span";
			const cells = values.map((value) => `<td><${tag}>${escape(value || "–")}</${tag}></td>`).join("");
			return `<tr><th scope="row" class="text-muted">${escape(label)}</th>${cells}</tr>`;
		};
		const rows = people[0].lines.map(line).join("");
		return `<table class="contact-center-compared"><thead><tr><td></td>${head}</tr></thead><tbody>${rows}</tbody></table>`;
	},

	async read(applicant) {
		const { message } = await frappe.db.get_value("Applicant", applicant, this.FIELDS);
		return message;
	},

	// R5.2: the moment of the consent is when the caller says so, not when somebody finds the record.
	ask_consent(frm, field, contact) {
		const note = $(`<span></span>`).text(__("No consent to personal data processing is recorded yet."));
		const button = $(`<button type="button" class="btn btn-xs btn-default contact-center-consent"></button>`)
			.text(__("The applicant consents"))
			.on("click", () => this.record_consent(frm, contact));
		$(`<p class="contact-center-consent-note"></p>`)
			.append(note, " ", button)
			.appendTo(field.$wrapper.find(".help-box").first());
	},

	async record_consent(frm, contact) {
		const { applicant } = frm.doc;
		await frappe.xcall("contact_center.intake.applicants.record_consent", { applicant });
		contact.consent = 1;
		frappe.show_alert({ message: __("The consent is recorded"), indicator: "green" });
		const { applicant: brought } = contact_center.brought(frm);
		if (brought?.name === applicant) brought.consent = 1;
		this.show(frm);
	},

	// What happened at home has its address already: one press, or one key, instead of three fields.
	offer_residence(frm, contact) {
		const street = frm.fields_dict.street;
		street?.$wrapper.find(".contact-center-residence").remove();
		frm.contact_center_residence = contact?.street && !frm.doc.number ? contact : null;
		if (!street || !frm.contact_center_residence || frm.doc.street === contact.street) return;
		const address = [contact.street, contact.building, contact.flat && __("flat {0}", [contact.flat])];
		$(`<button type="button" class="btn btn-xs btn-default contact-center-residence"></button>`)
			.text(`${__("At the residence")}: ${address.filter(Boolean).join(", ")} (Alt+L)`)
			.on("click", () => this.take_residence(frm))
			.appendTo(street.$wrapper);
	},

	async take_residence(frm) {
		const contact = frm?.contact_center_residence;
		if (!contact) return;
		for (const field of this.RESIDENCE) await frm.set_value(field, contact[field] || "");
		this.offer_residence(frm, contact);
		contact_center.forms.focus_after(frm, "flat");
	},
});

frappe.ui.keys.add_shortcut({
	shortcut: contact_center.applicant.RESIDENCE_KEY,
	action: () => contact_center.applicant.take_residence(window.cur_frm),
	description: __("Take the residence of the applicant as the place"),
	ignore_inputs: true,
});

// A new applicant while the caller waits: what was already typed is taken over, a mistake does not lead away from the
// card, and the keyboard goes on where the card does.
frappe.ui.form.ApplicantQuickEntryForm = class extends frappe.ui.form.QuickEntryForm {
	constructor(...given) {
		super(...given);
		this.skip_redirect_on_error = true;
	}

	set_defaults() {
		const typed = (this.doc.full_name || "").trim();
		if (/^\+?[\d\s()./-]{5,}$/.test(typed)) this.doc.phone = typed;
		else if (typed.includes("@")) this.doc.email = typed;
		else [this.doc.surname, this.doc.first_name, this.doc.patronymic] = typed.split(/\s+/);
		super.set_defaults();
		contact_center.forms.skip_arrows(this.dialog.$wrapper);
	}

	insert() {
		// Frappe 15 keeps a copy of the calling field, 16 the field and its form: the form itself is the current one.
		const calling = frappe._from_link?.field_obj || frappe._from_link;
		const fieldname = calling?.df.fieldname;
		const go_on = () => {
			const frm = window.cur_frm;
			if (frm?.doc[fieldname]) contact_center.forms.focus_after(frm, fieldname);
		};
		const hidden = "hidden.bs.modal.contact_center";
		if (fieldname) this.dialog.$wrapper.off(hidden).one(hidden, () => setTimeout(go_on, 300));
		return super.insert();
	}
};
