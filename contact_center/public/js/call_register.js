// What the municipal card register knows of a new caller (R5.6): asked beside the talk, only offered, filled in by a key.

frappe.provide("contact_center.call");

contact_center.call.Register = class {
	constructor(who) {
		this.who = who;
		this.box = contact_center.call.make("div", { class: "call-register", "aria-live": "polite" });
		this.ask = contact_center.call.latest(
			300,
			(asked) => this.find(asked),
			(found, asked, is_card) => this.show(found, asked, is_card)
		);
		this.clear();
	}

	is_there() {
		return Boolean(frappe.boot.contact_center.has_card_register);
	}

	// A number is asked about once; whatever is still on its way is of no interest any more.
	clear() {
		this.asked = "";
		this.person = null;
		this.turn = (this.turn || 0) + 1;
		this.box.replaceChildren();
	}

	ask_about(asked, is_card = false) {
		if (!this.is_there() || !asked || asked === this.asked) return;
		this.clear();
		this.asked = asked;
		this.ask(asked, is_card);
	}

	// The card is begun first: an anonymous caller takes out of the record what was asked since then (R5.7).
	async find(asked) {
		const { turn } = this;
		await this.who.desk.begun();
		const found = await this.post({ asked });
		return turn === this.turn ? found : null;
	}

	// Whatever goes wrong is no message to the operator: the talk goes on.
	async post(body) {
		const answer = await fetch("/api/method/contact_center.desk.card_register.find", {
			method: "POST",
			body: new URLSearchParams(body),
			headers: { Accept: "application/json", "X-Frappe-CSRF-Token": frappe.csrf_token },
		});
		return answer.ok ? (await answer.json()).message : null;
	}

	show({ person, note, is_unknown }, asked, is_card) {
		const { make, key, address } = contact_center.call;
		if (asked !== this.asked) return;
		this.person = person;
		// That nobody has a card under the number is no news; of a card's number that was said, it is.
		if (!person) return this.box.replaceChildren(...(is_unknown && !is_card ? [] : [make("p", { class: "text-muted", text: note })]));
		const lines = [this.name(), [address(person), person.email].filter(Boolean).join(" · ")].filter(Boolean);
		const fill = { type: "button", class: "btn btn-default btn-xs", on: { click: () => this.fill() } };
		this.box.replaceChildren(
			make("p", { class: "text-muted", text: note }),
			...lines.map((text, place) => make("p", { class: place ? "" : "call-name", text })),
			make("button", fill, [`${__("Fill In")} `, make("kbd", { text: key("fill") })])
		);
	}

	name() {
		const { surname, first_name, patronymic } = this.person;
		return [surname, first_name, patronymic].filter(Boolean).join(" ");
	}

	// What was typed already stays: it is the caller's own word.
	fill() {
		if (!this.person) return;
		const { person } = this;
		const values = { ...person, full_name: this.name() };
		if (this.who.chosen?.mode !== "new") this.who.show({ mode: "new" });
		if (!this.who.phone.input.value.trim() && person.phone) this.who.take_phone(person.phone);
		for (const name of ["full_name", "street", "building", "flat", "email"]) this.who.fill_in(name, values[name]);
		this.clear();
		this.asked = person.phone || person.card_number;
		this.who.desk.changed();
		this.who.focus_next();
	}
};
