// Open cards of colleagues, to go on with one whose talk nobody goes on with; and the card that a colleague has taken.

frappe.provide("contact_center.call");

contact_center.call.SHIFT = "contact_center.desk.shift.";

// What a list of open cards says of one: [whose, who calls and about what, since when].
contact_center.call.card_words = function ({ operator_name, mine, caller, phone, anonymous, subject, started, typed, is_idle }) {
	const who = anonymous ? __("Anonymous") : caller || contact_center.speech.phone(phone) || __("The caller is not known yet");
	const when = is_idle ? __("since {0}, typed on last at {1}", [started, typed]) : __("since {0}, typing now", [started]);
	return [mine ? __("Yours") : operator_name, [who, subject].filter(Boolean).join(" · "), when];
};

contact_center.call.Colleagues = class {
	constructor(desk) {
		const { make } = contact_center.call;
		this.desk = desk;
		const on = { click: () => this.open() };
		this.button = make("button", { type: "button", class: "btn btn-sm btn-link", text: __("Open Cards of Colleagues"), on });
	}

	async open() {
		const found = await this.desk.act("colleagues", () => contact_center.read(`${contact_center.call.SHIFT}open_cards`));
		if (!found) return;
		const { make } = contact_center.call;
		this.dialog = new frappe.ui.Dialog({ title: __("Open Cards"), fields: [{ fieldname: "cards", fieldtype: "HTML" }] });
		const rows = found.filter(({ name }) => name !== this.desk.view?.name).map((row) => this.row(row));
		const nothing = make("p", { class: "text-muted", text: __("Nobody has an open card now.") });
		this.dialog.get_field("cards").$wrapper[0].replaceChildren(rows.length ? make("ul", { class: "call-cards" }, rows) : nothing);
		this.dialog.show();
	}

	row(row) {
		const { make, card_words } = contact_center.call;
		const [whose, about, when] = card_words(row);
		const may = row.mine || row.is_idle || frappe.boot.contact_center.user.is_supervisor;
		const label = row.mine ? __("Go On With It") : __("Take Over");
		const button = { type: "button", class: "btn btn-default btn-sm", on: { click: () => this.take(row) } };
		return make("li", {}, [
			make("div", {}, [make("b", { text: whose }), make("div", { text: about }), make("div", { class: "text-muted", text: when })]),
			may && make("button", button, [label]),
		]);
	}

	// What is typed here stays on the server, as an open card of one's own.
	async take({ name, operator }) {
		const { desk } = this;
		this.dialog?.hide();
		await desk.keep();
		const view = await desk.act("take over", () =>
			frappe.xcall(`${contact_center.call.SHIFT}take_over`, { card: name, held_by: operator })
		);
		if (!view) return;
		clearTimeout(desk.timer);
		desk.reset();
		desk.restore(view);
		desk.say(__("You go on with this card. Who had it is on record."), "blue");
		desk.show();
	}

	// Whoever had the card before is told once the server has refused what was typed. Nothing of it is lost.
	lost(words) {
		if (this.told) return;
		const { desk } = this;
		clearTimeout(desk.timer);
		this.told = new frappe.ui.Dialog({
			title: __("The Card Was Taken Over"),
			static: true,
			fields: [{ fieldname: "words", fieldtype: "HTML" }],
			primary_action_label: __("Begin a New Card With What I Typed"),
			primary_action: () => this.close(() => desk.begin_anew()),
			secondary_action_label: __("Clear My Screen"),
			secondary_action: () => this.close(() => (desk.reset(), desk.show())),
		});
		const { make } = contact_center.call;
		this.told.get_field("words").$wrapper[0].replaceChildren(
			make("p", { text: words }),
			make("p", { text: __("What you typed stands on your screen and is not written on that card.") })
		);
		this.told.show();
	}

	close(then) {
		this.told.hide();
		this.told = null;
		then();
	}
};
