// The shift at a glance. It asks anew every fifteen seconds while somebody looks at it.

frappe.provide("contact_center.shift");

contact_center.shift.EVERY = 15 * 1000;

contact_center.shift.Overview = class {
	constructor(page) {
		const { make } = contact_center.call;
		this.figures = make("dl", { class: "shift-figures" });
		this.cards = make("section", { "aria-label": __("Open Cards") });
		this.holds = make("section", { "aria-label": __("Requests in Hand") });
		this.at = make("p", { class: "text-muted", role: "status" });
		(page.main[0] || page.main).replaceChildren(make("div", { class: "shift" }, [this.at, this.figures, this.cards, this.holds]));
		page.set_secondary_action(__("Read the List Anew"), () => this.ask(), "refresh");
		page.add_inner_button(__("Operator's Desk"), () => frappe.set_route("operator-desk"));
		document.addEventListener("visibilitychange", () => this.show());
	}

	is_shown() {
		return frappe.get_route()[0] === "shift-overview" && document.visibilityState === "visible";
	}

	async show() {
		clearTimeout(this.timer);
		if (!this.is_shown()) return;
		await this.ask();
		clearTimeout(this.timer);
		this.timer = setTimeout(() => this.show(), contact_center.shift.EVERY);
	}

	// Without a connection the page says as of when it is.
	async ask() {
		const answer = await fetch(`/api/method/${contact_center.call.SHIFT}overview`, { headers: { Accept: "application/json" } }).catch(() => null);
		const found = answer?.ok ? (await answer.json()).message : null;
		if (found) this.draw(found);
		else this.at.textContent = __("The server does not answer; this is as of {0}.", [this.read_at || "–"]);
	}

	draw({ cards, talking, holds, queue, at }) {
		const { make } = contact_center.call;
		this.read_at = at;
		this.at.textContent = __("As of {0}; read anew every 15 seconds.", [at]);
		const figures = [
			[__("Typing on a card now"), talking],
			[__("Open Cards"), cards.length],
			[__("Waiting for moderation"), queue.waiting],
			[__("The longest wait"), queue.oldest || "–"],
			[__("Waiting for the applicant's answer"), queue.asked],
		];
		this.figures.replaceChildren(...figures.map(([label, value]) => make("div", {}, [make("dt", { text: label }), make("dd", { text: String(value) })])));
		this.list(this.cards, __("Open Cards"), cards, (row) => this.card(row), __("Nobody has an open card now."));
		this.list(this.holds, __("Requests in Hand"), holds, (row) => this.hold(row), __("Nobody holds a request of the moderation queue now."));
	}

	list(box, title, rows, draw, nothing) {
		const { make } = contact_center.call;
		const list = rows.length ? make("ul", { class: "call-cards" }, rows.map(draw)) : make("p", { class: "text-muted", text: nothing });
		box.replaceChildren(make("h3", { text: title }), list);
	}

	card(row) {
		const { make, card_words } = contact_center.call;
		const [whose, about, when] = card_words(row);
		const link = make("a", { href: frappe.utils.get_form_link("Interaction", row.name), text: about });
		const take = { type: "button", class: "btn btn-default btn-sm", on: { click: () => this.take(row) } };
		return make("li", {}, [
			make("div", {}, [make("b", { text: whose }), make("div", {}, [link]), make("div", { class: row.is_idle ? "text-warning" : "text-muted", text: when })]),
			make("button", take, [row.mine ? __("Go On With It") : __("Take Over")]),
		]);
	}

	hold({ request, title, operator_name, until }) {
		const { make } = contact_center.call;
		return make("li", {}, [
			make("div", {}, [
				make("b", { text: operator_name || "" }),
				make("div", {}, [make("a", { href: frappe.utils.get_form_link("Request", request), text: title || request })]),
				make("div", { class: "text-muted", text: __("until {0}", [until]) }),
			]),
		]);
	}

	// The desk goes on with it.
	take(row) {
		const go = async () => {
			frappe.route_options = { card: row.name, held_by: row.operator };
			await frappe.set_route("operator-desk");
		};
		if (row.mine || row.is_idle) return go();
		frappe.confirm(__("{0} is typing on this card now. Take it over all the same?", [frappe.utils.escape_html(row.operator_name)]), go);
	}
};
