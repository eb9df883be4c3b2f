// The card of the call: what came of it, what is missing for the next step, and the steps themselves (R5.3, R5.10, R5.12).

frappe.provide("contact_center.call");

contact_center.call.Card = class {
	constructor(desk) {
		const { make } = contact_center.call;
		this.desk = desk;
		this.message = make("p", { role: "status", "aria-live": "assertive", class: "call-message" });
		this.missing = make("p", { class: "call-missing text-muted" });
		this.items = make("ul", { class: "call-items" });
		this.saved = make("span", { class: "text-muted call-saved" });
		this.buttons = {
			register: this.button("register", __("Register"), "btn-primary", () => this.register()),
			consult: this.button("consult", __("Consultation"), "btn-default", () => this.consult()),
			appeal: this.button("appeal", __("Complaint, Proposal, Thanks"), "btn-default", () => desk.appeal.press()),
			another: this.button("another", __("One More Request"), "btn-default", () => this.another()),
			end: this.button("end", __("Finish the Call"), "btn-default", () => this.end()),
		};
		const form = { type: "button", class: "btn btn-sm btn-link", text: __("Open the Card"), on: { click: () => desk.open_card() } };
		const row = make("div", { class: "call-buttons" }, [...Object.values(this.buttons), make("button", form), desk.colleagues.button, this.saved]);
		this.box = make("footer", { class: "call-card" }, [this.message, this.items, this.missing, row]);
	}

	button(name, label, style, run) {
		const { make, key } = contact_center.call;
		const parts = [`${label} `, make("kbd", { text: key(name) })];
		return make("button", { type: "button", class: `btn btn-sm ${style}`, "data-act": name, on: { click: run } }, parts);
	}

	reset() {
		this.done = false;
		this.saved.textContent = "";
		this.draw();
	}

	say(text, color = "green") {
		this.message.textContent = text;
		this.message.className = `call-message ${text ? `call-${color}` : ""}`;
	}

	// `null`: what is on the screen now is on its way.
	show_saved(is_saved) {
		const words = is_saved ? __("The draft is saved") : __("The draft is not saved yet: no connection");
		this.saved.textContent = is_saved === null ? "" : words;
	}

	draw() {
		const { make } = contact_center.call;
		const view = this.desk.view || {};
		const consultations = (view.consultations || []).map(({ name, title }) =>
			make("li", {}, [`✓ ${__("Consultation")}: ${title} `, this.undo(name)])
		);
		const link = ({ name, number, title }, before = "") =>
			make("li", {}, [
				`✓ ${before}`,
				make("a", { href: frappe.utils.get_form_link("Request", name), target: "_blank", text: number || title }),
				number ? ` ${title.replace(`${number} · `, "")}` : "",
			]);
		const requests = (view.requests || []).map((row) => link(row));
		const joined = (view.joined || []).map((row) => link(row, `${__("joined")}: `));
		this.items.replaceChildren(...consultations, ...this.appeals(view), ...requests, ...joined);
		const lacks = this.lacks();
		this.missing.textContent = lacks.length ? __("To register, still missing: {0}", [lacks.join(", ")]) : "";
		// What a request lacks is no question while something else is taken.
		this.missing.hidden = !this.desk.subject?.is_begun() || Boolean(this.desk.appeal?.state());
	}

	appeals({ appeals = [] }) {
		const { make } = contact_center.call;
		return appeals.map(({ name, number, kind }) =>
			make("li", {}, [
				`✓ ${__(kind, null, "Appeal")} `,
				make("a", { href: frappe.utils.get_form_link("Appeal", name), target: "_blank", text: number }),
			])
		);
	}

	undo(name) {
		const run = () =>
			this.desk.act("undo", async () => {
				await this.desk.send("undo_consultation", { consultation: name });
				const { view } = this.desk;
				this.desk.take_view({ ...view, consultations: view.consultations.filter((each) => each.name !== name) });
			});
		return contact_center.call.make("button", { type: "button", class: "btn btn-xs btn-default", text: __("Take Back"), on: { click: run } });
	}

	lacks() {
		const { who, subject } = this.desk;
		return who && subject ? [...who.missing(), ...subject.missing()] : [];
	}

	async register() {
		const lacks = this.lacks();
		if (lacks.length) return this.say(__("To register, still missing: {0}", [lacks.join(", ")]), "red");
		const { desk } = this;
		const made = await desk.act("register", async () => {
			await desk.who.identified();
			const { name } = await desk.begun();
			return desk.send("register", { card: name, key: desk.subject_key, values: desk.subject.for_request() });
		});
		if (!made) return;
		this.took("requests", { name: made.request, number: made.number, title: desk.subject.entry.title });
		const words = [__("The number of the request is {0}.", [made.number])];
		if (made.accept_by) words.push(__("The executor has to take it up {0}.", [made.accept_by]));
		desk.say(words.join(" "));
	}

	async consult() {
		const { desk } = this;
		const { subject, known } = desk;
		const answer = known.opened;
		const values = {
			classifier: subject.entry?.name || "",
			clarification: answer?.kind === "clarification" ? answer.name : "",
			text: answer?.text || subject.values().description || subject.values().text,
		};
		if (!values.text && !values.classifier) return desk.say(__("Say first what was asked about."), "red");
		if (!this.is_warned()) return;
		const made = await desk.act("consult", async () => {
			if (desk.who.is_chosen() && !desk.who.missing().length) await desk.who.identified();
			const { name } = await desk.begun();
			return desk.send("consult", { card: name, key: desk.subject_key, values });
		});
		if (!made) return;
		const title = answer?.title || subject.entry?.title || values.text.slice(0, 60);
		this.took("consultations", { name: made.consultation, title });
		desk.say(__("The consultation is on the card."));
	}

	// Who stays anonymous is forgotten by the server before anything else, and is warned before that.
	is_warned() {
		const { who } = this.desk;
		if (!who.is_to_be_forgotten() || !who.missing().length) return true;
		this.say(__("Warn the caller that the executor decides whether to take up an anonymous request, and tick it."), "red");
		who.inputs.warned.focus();
		return false;
	}

	// The subject is done; caller and place stay for the next one.
	took(kind, row) {
		const { desk } = this;
		desk.take_view({ ...desk.view, [kind]: [...(desk.view[kind] || []), row] });
		desk.subject_key = frappe.utils.get_random(20);
		desk.known.reset();
		desk.subject.next();
		desk.changed();
		desk.subject.fields.text.input.focus();
	}

	another() {
		const { desk } = this;
		if (!desk.subject.values().description && !desk.subject.entry) return desk.subject.fields.text.input.focus();
		frappe.confirm(__("What was typed of this request is dropped. Go on to another one?"), () => {
			desk.subject_key = frappe.utils.get_random(20);
			desk.subject.next();
			desk.changed();
			desk.subject.fields.text.input.focus();
		});
	}

	async end() {
		const { desk } = this;
		if (!desk.view) return desk.reset(), desk.show();
		if (!this.is_warned()) return;
		const { consultations = [], appeals = [], requests = [], joined = [] } = desk.view;
		if (desk.subject.state().description) return this.ask_to_drop();
		if (![...consultations, ...appeals, ...requests, ...joined].length) return this.ask_note();
		await this.finish("");
	}

	ask_to_drop() {
		frappe.confirm(__("A request is written but not registered. Finish the call without it?"), () => {
			this.desk.subject.reset();
			this.end();
		});
	}

	// Nothing came of it: why is one word for the books.
	ask_note() {
		frappe.prompt(
			{ fieldname: "note", fieldtype: "Small Text", label: __("What was the call about?"), reqd: 1 },
			({ note }) => this.finish(note),
			__("Nothing is on the card"),
			__("Finish the Call")
		);
	}

	async finish(note) {
		const { desk } = this;
		clearTimeout(desk.timer);
		const ended = await desk.act("end", async () => {
			if (desk.who.is_to_be_forgotten()) await desk.who.identified();
			return desk.send("end", { card: desk.view.name, note });
		});
		if (!ended) return;
		desk.reset();
		desk.say(__("The call is finished."));
		desk.show();
	}
};
