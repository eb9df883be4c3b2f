// The operator's desk itself: what is known of the call, its draft on the server, and what its three columns share.

frappe.provide("contact_center.call");

contact_center.call.SAVE_AFTER = 700; // ms without a key

contact_center.call.Desk = class {
	constructor(page) {
		this.page = page;
		this.doing = new Set();
		this.last = Promise.resolve();
		this.body = page.main[0] || page.main;
		this.who = new contact_center.call.Who(this);
		this.subject = new contact_center.call.Subject(this);
		this.known = new contact_center.call.Known(this);
		this.appeal = new contact_center.call.Appeal(this);
		this.colleagues = new contact_center.call.Colleagues(this);
		this.card = new contact_center.call.Card(this);
		this.parts = [this.who, this.subject, this.known, this.appeal, this.card];
		this.lay_out();
		this.reset();
		const acts = {
			agree: () => this.subject.agree(),
			register: () => this.card.register(),
			residence: () => this.subject.take_residence(),
			consult: () => this.card.consult(),
			appeal: () => this.appeal.press(),
			another: () => this.card.another(),
			anonymous: () => this.who.choose({ mode: "anonymous" }),
			fill: () => this.who.register.fill(),
			join: () => this.known.join(this.known.similar_rows?.[0]),
			end: () => this.card.end(),
		};
		contact_center.call.listen(acts, () => this.is_shown());
		if (frappe.boot.contact_center.user.is_supervisor) page.add_inner_button(__("The Shift"), () => frappe.set_route("shift-overview"));
		window.addEventListener("beforeunload", () => this.keep_now());
	}

	lay_out() {
		const { make } = contact_center.call;
		const column = (title, part) =>
			make("section", { class: "call-column", "aria-label": title }, [make("h2", { text: title }), part.box]);
		const columns = [
			column(__("Who"), this.who),
			column(__("About What"), this.subject),
			column(__("What Is Known Already"), this.known),
		];
		this.body.replaceChildren(
			make("div", { class: "call-desk" }, [make("div", { class: "call-columns" }, columns), this.appeal.box, this.card.box])
		);
	}

	// The framework's form has the same rules; what was typed is on the server before it opens.
	async open_card() {
		await this.keep();
		if (this.view) frappe.set_route("Form", "Interaction", this.view.name);
		else frappe.set_route("List", "Interaction");
	}

	is_shown() {
		return frappe.get_route()[0] === "operator-desk" && !document.querySelector(".modal.show");
	}

	// Goes on with the card that was open when the browser closed.
	async start() {
		const open = await contact_center.read("contact_center.desk.call.mine").catch(() => null);
		if (open) this.restore(open);
	}

	// The page is opened, or come back to: for a card of the shift's list, where one was chosen there.
	arrive() {
		const { card, held_by } = frappe.route_options || {};
		frappe.route_options = null;
		if (card) this.colleagues.take({ name: card, operator: held_by });
		else this.show();
	}

	show() {
		const field = this.who.is_chosen() ? this.subject.first_empty() : this.who.phone.input;
		field.focus();
	}

	reset() {
		this.view = null;
		this.beginning = null;
		this.key = frappe.utils.get_random(20);
		this.subject_key = frappe.utils.get_random(20);
		for (const part of this.parts) part.reset();
		this.say("");
	}

	restore(view) {
		this.take_view(view);
		this.key = view.key;
		this.beginning = Promise.resolve(view);
		const draft = JSON.parse(view.draft || "{}");
		this.subject_key = draft.subject_key || this.subject_key;
		this.who.restore(draft.who || {}, view);
		this.subject.restore(draft.subject || {});
		this.appeal.restore(draft.appeal);
		this.say(__("The card that was open here goes on."), "blue");
	}

	take_view(view) {
		this.view = view;
		this.card.draw();
	}

	// Something was typed or chosen: the draft is kept a moment later.
	changed() {
		clearTimeout(this.timer);
		this.timer = setTimeout(() => this.keep(), contact_center.call.SAVE_AFTER);
		this.card.show_saved(null);
		this.card.draw();
	}

	draft() {
		return JSON.stringify({ subject_key: this.subject_key, who: this.who.state(), subject: this.subject.state(), appeal: this.appeal.state() });
	}

	// The card begins with the first character. A failed beginning is tried again with the next.
	async begun() {
		this.beginning ||= this.send("begin", { key: this.key, phone: this.who.phone_for_card() });
		try {
			const view = await this.beginning;
			if (!this.view) this.take_view(view);
			return this.view;
		} catch (error) {
			this.beginning = null;
			throw error;
		}
	}

	// The card may have begun before its number was whole: it is told then, and again where the number is mended.
	name_phone() {
		const { key } = this;
		if (!this.beginning) return;
		const tell = async () => {
			await this.begun();
			const phone = this.who.phone_for_card();
			if (this.key !== key || !phone || this.view.anonymous || this.view.phone === phone) return;
			this.take_view(await this.send("begin", { key, phone }));
		};
		this.after_others(() => this.key === key && contact_center.actions.hear([], tell).catch(() => {}));
	}

	async keep() {
		const draft = this.draft();
		if (draft === this.kept) return this.card.show_saved(true);
		if (!(this.who.is_touched() || this.subject.is_touched())) return;
		const refusals = [];
		await this.after_others(() => contact_center.actions.hear(refusals, () => this.send_draft(draft)).catch(() => this.is_lost(refusals)));
		if (this.colleagues.told) return this.card.show_saved(null);
		if (draft === this.draft()) this.card.show_saved(this.kept === draft);
	}

	async send_draft(draft) {
		const { name } = await this.begun();
		await this.send("keep", { card: name, draft });
		this.kept = draft;
	}

	// One call at a time: what one of them is refused is not heard by another.
	after_others(run) {
		this.last = this.last.then(run);
		return this.last;
	}

	// Whether a colleague has the card now: its first operator is told, and nothing of what was typed goes.
	is_lost(refusals) {
		if (!["Card Taken Over", "Not Your Card"].includes(refusals.kind)) return false;
		this.colleagues.lost(refusals.join(" "));
		return true;
	}

	// What is on the screen becomes the draft of a new card.
	async begin_anew() {
		const { chosen } = this.who;
		Object.assign(this, { view: null, beginning: null, kept: null });
		this.key = frappe.utils.get_random(20);
		this.subject_key = frappe.utils.get_random(20);
		if (chosen?.mode === "known") await this.who.identify({ applicant: chosen.caller.applicant });
		this.changed();
		this.show();
	}

	// The page is left: what was typed in the last moment goes out by itself.
	keep_now() {
		if (!this.view || this.draft() === this.kept) return;
		const form = new FormData();
		form.append("card", this.view.name);
		form.append("draft", this.draft());
		fetch("/api/method/contact_center.desk.call.keep", {
			method: "POST",
			body: form,
			keepalive: true,
			headers: { "X-Frappe-CSRF-Token": frappe.csrf_token },
		});
	}

	send(method, args) {
		return frappe.xcall(`contact_center.desk.call.${method}`, args);
	}

	// Does one act of the card after those that were begun before it; the same one pressed again meanwhile is done once.
	// What is refused stands on the page, and everything that was typed stays.
	act(name, run) {
		if (this.doing.has(name)) return Promise.resolve(null);
		this.doing.add(name);
		this.body.setAttribute("aria-busy", "true");
		return this.after_others(() => this.do(name, run));
	}

	async do(name, run) {
		const refusals = [];
		try {
			return await contact_center.actions.hear(refusals, run);
		} catch (error) {
			if (this.is_lost(refusals)) return null;
			this.say(refusals.join(" ") || __("The server did not answer. Nothing is lost: please try again."), "red");
			return null;
		} finally {
			this.doing.delete(name);
			if (!this.doing.size) this.body.removeAttribute("aria-busy");
		}
	}

	say(text, color = "green") {
		this.card.say(text, color);
	}
};
