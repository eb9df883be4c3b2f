// A complaint, a proposal or thanks, taken in the call: opened by its key, written on the card by the same key (R3.3a).

frappe.provide("contact_center.call");

contact_center.call.Appeal = class {
	constructor(desk) {
		const { make, field, key } = contact_center.call;
		this.desk = desk;
		const select = (name, label, options) => this.select(name, label, options);
		const word = (text) => __(text, null, "Appeal");
		const named = (values) => values.map((value) => ({ value, text: word(value) }));
		this.fields = {
			kind: select("kind", __("What it is"), named(["Complaint", "Proposal", "Gratitude"])),
			about: select("about", __("Whom it is about"), [{ value: "", text: "–" }, ...named(["Executor", "Official", "Contact Center", "Other"])]),
			whom: field("whom", __("Executor, or who it is"), { maxlength: 140 }),
			answer_by: select("answer_by", __("Answer in writing"), [{ value: "", text: __("not asked for") }, ...named(["E-mail", "Account", "Post"])]),
			post_address: field("post_address", __("Postal address, if it is not the residence"), { maxlength: 1000 }),
		};
		const hint = make("p", { class: "text-muted" }, [
			__("The words are those of “As the caller said it”."),
			" ",
			make("kbd", { text: key("appeal") }),
			` ${__("takes it, Esc closes this.")}`,
		]);
		const row = make("div", { class: "call-appeal-fields" }, Object.values(this.fields).map(({ box }) => box));
		this.box = make("section", { class: "call-appeal", "aria-label": __("Appeal", null, "portal") }, [row, hint]);
		this.wire();
		this.reset();
	}

	select(name, label, options) {
		const { make } = contact_center.call;
		const id = `call-appeal-${name}`;
		const input = make("select", { id, class: "form-control", name, "data-field": `appeal-${name}` }, options.map(({ value, text }) => make("option", { value, text })));
		return { box: make("div", { class: "call-field" }, [make("label", { for: id, text: label }), input]), input };
	}

	wire() {
		const { whom } = this.fields;
		contact_center.call.linked("Executor", whom.input, {
			label: __("Executors"),
			empty: __("No such executor is known: the words stay as they are"),
			go_on: () => {
				this.executor = whom.input.value;
				this.fields.answer_by.input.focus();
			},
			filters: { is_group: 0, is_active: 1 },
		});
		whom.input.addEventListener("input", () => (this.executor = null));
		this.box.addEventListener("input", () => (this.show(), this.desk.changed()));
		this.box.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
	}

	reset() {
		this.executor = null;
		for (const { input } of Object.values(this.fields)) input.value = "";
		this.fields.kind.input.value = "Complaint";
		this.box.hidden = true;
		this.show();
	}

	show() {
		const { kind, about, post_address, answer_by } = this.values();
		const { fields } = this;
		fields.whom.box.hidden = !about || about === "Contact Center";
		fields.answer_by.box.hidden = kind === "Gratitude";
		fields.post_address.box.hidden = answer_by !== "Post" && !post_address;
	}

	values() {
		return Object.fromEntries(Object.entries(this.fields).map(([name, { input }]) => [name, input.value.trim()]));
	}

	state() {
		return this.box.hidden ? null : { ...this.values(), executor: this.executor };
	}

	restore(state) {
		if (!state) return;
		const { executor = null, ...values } = state;
		for (const [name, value] of Object.entries(values)) if (this.fields[name]) this.fields[name].input.value = value;
		this.executor = executor;
		this.box.hidden = false;
		this.show();
	}

	close() {
		this.reset();
		this.desk.changed();
		this.desk.subject.fields.description.input.focus();
	}

	// The first time it opens, the second time it takes.
	press() {
		if (!this.box.hidden) return this.take();
		this.box.hidden = false;
		this.fields.kind.input.focus();
		this.box.scrollIntoView({ block: "nearest" });
		this.desk.changed();
	}

	for_server() {
		const { whom, ...values } = this.values();
		if (values.kind === "Gratitude") values.answer_by = "";
		const is_executor = values.about === "Executor" && this.executor;
		const named = values.about && values.about !== "Contact Center" ? whom : "";
		const { description, text } = this.desk.subject.values();
		return { ...values, executor: is_executor ? this.executor : "", person: is_executor ? "" : named, text: description || text };
	}

	async take() {
		const { desk } = this;
		const values = this.for_server();
		if (!values.text) {
			desk.subject.fields.description.input.focus();
			return desk.say(__("Write first what the caller says."), "red");
		}
		const lacks = desk.who.missing();
		if (lacks.length) return desk.say(__("To take it, still missing: {0}", [lacks.join(", ")]), "red");
		const made = await desk.act("appeal", async () => {
			await desk.who.identified();
			const { name } = await desk.begun();
			return desk.send("take_appeal", { card: name, key: desk.subject_key, values });
		});
		if (!made) return;
		this.reset();
		desk.card.took("appeals", { name: made.appeal, number: made.number, kind: values.kind });
		desk.say(__("It is taken: {0} {1}.", [__(values.kind, null, "Appeal").toLocaleLowerCase(), made.number]));
	}
};
