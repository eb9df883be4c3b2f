// About what: the entry of the Classifier, the place, the words, the agreement (R5.5, R5.11).

frappe.provide("contact_center.call");

contact_center.call.Subject = class {
	constructor(desk) {
		const { make, field, key } = contact_center.call;
		this.desk = desk;
		this.fields = {
			text: field("text", __("What it is about"), { maxlength: 140, placeholder: __("for example: no water") }),
			street: field("street", __("Where"), { maxlength: 140, placeholder: __("street") }),
			building: field("building", __("Building"), { maxlength: 20 }),
			flat: field("flat", __("Flat"), { maxlength: 20 }),
			place: field("place", __("Landmark"), { maxlength: 140 }),
			chosen_executor: field("chosen_executor", __("Executor, if you choose it"), { maxlength: 140 }),
			description: field("description", __("As the caller said it"), { type: "textarea", maxlength: 4000 }),
			wording: field("wording", __("As it was read back, if otherwise"), { type: "textarea", maxlength: 2000 }),
			agreed: field("agreed", __("The caller agreed to the wording"), { type: "checkbox", hint: key("agree") }),
		};
		this.chosen = make("p", { class: "call-entry", "aria-live": "polite" });
		this.home = make("button", { type: "button", class: "btn btn-xs btn-default call-residence", on: { click: () => this.take_residence() } });
		this.own = make("div", { class: "call-own" });
		this.terms = make("div", { class: "call-terms", "aria-live": "polite" });
		this.box = make("div", {}, [this.fields.text.box, this.chosen, ...this.place_parts(), this.fields.description.box]);
		const { chosen_executor, wording, agreed } = this.fields;
		this.box.append(this.own, chosen_executor.box, wording.box, agreed.box, this.terms);
		this.wire();
	}

	place_parts() {
		const { make } = contact_center.call;
		const { street, building, flat, place } = this.fields;
		return [make("div", { class: "call-place" }, [street.box, building.box, flat.box, place.box]), this.home];
	}

	wire() {
		const { text, street } = this.fields;
		this.entries = new contact_center.call.Choices(text.input, {
			label: __("Entries of the Classifier"),
			row: (item) => [item.title, this.beside(item)],
			take: (item) => this.take(item),
			empty: __("Nothing like it is found. Other words, or a code, may help."),
		});
		this.ask = contact_center.call.latest(100, (words) => this.propose(words), (found) => this.entries.show(found));
		contact_center.call.linked("City Street", street.input, {
			label: __("Streets"),
			empty: __("No such street is known"),
			go_on: () => this.fields.building.input.focus(),
			nothing_typed: () => this.take_residence(),
		});
		contact_center.call.linked("Executor", this.fields.chosen_executor.input, {
			label: __("Executors"),
			empty: __("No such executor is known"),
			go_on: () => (this.look(), this.fields.wording.input.focus()),
			filters: { is_group: 0, is_active: 1 },
		});
		this.look = contact_center.call.latest(250, () => this.preview(), (found) => this.previewed(found));
		for (const [name, { input }] of Object.entries(this.fields)) {
			const event = input.type === "checkbox" ? "change" : "input";
			input.addEventListener(event, () => this.on_change(name));
			if (input.tagName === "INPUT") input.addEventListener("keydown", (pressed) => this.on_enter(name, pressed));
		}
	}

	beside({ kind, name, share }) {
		const what = kind === "entry" ? name : kind === "clarification" ? __("clarification") : __("service");
		return [what, share && `${Math.round(share * 100)} %`].filter(Boolean).join(" · ");
	}

	propose(text) {
		return frappe.xcall("contact_center.desk.finding.propose", { text, description: this.fields.description.input.value });
	}

	reset() {
		this.entry = null;
		this.answer = {};
		for (const { input } of Object.values(this.fields)) {
			if (input.type === "checkbox") input.checked = false;
			else input.value = "";
		}
		this.entries?.clear();
		this.draw();
		this.show_residence();
	}

	// The caller stays, and where it is; nothing that was agreed is copied.
	next() {
		const { street, building, flat } = this.values();
		this.reset();
		this.restore({ street, building, flat });
	}

	values() {
		const read = ({ input }) => (input.type === "checkbox" ? Number(input.checked) : input.value.trim());
		return Object.fromEntries(Object.entries(this.fields).map(([name, field]) => [name, read(field)]));
	}

	state() {
		return { ...this.values(), entry: this.entry, own: this.own_values() };
	}

	restore({ entry = null, own = {}, ...values }) {
		for (const [name, value] of Object.entries(values)) {
			const input = this.fields[name]?.input;
			if (input?.type === "checkbox") input.checked = Boolean(value);
			else if (input) input.value = value || "";
		}
		this.entry = entry;
		this.own_given = own;
		this.draw();
		this.look();
		this.show_residence();
		this.desk.known.look();
	}

	is_touched() {
		return Boolean(this.entry) || Object.values(this.values()).some(Boolean);
	}

	// The place may be that of the request before.
	is_begun() {
		const { text, description, wording } = this.values();
		return Boolean(this.entry || text || description || wording);
	}

	first_empty() {
		if (!this.entry) return this.fields.text.input;
		return (this.values().street ? this.fields.description : this.fields.street).input;
	}

	on_change(name) {
		// What was agreed is what was read back: other words need another yes.
		if (["description", "wording"].includes(name)) this.fields.agreed.input.checked = false;
		if (name === "text" || (name === "description" && !this.entry)) this.search();
		if (["street", "building"].includes(name)) this.look(), this.show_residence();
		if (["street", "building", "text"].includes(name)) this.desk.known.look();
		this.desk.changed();
	}

	search() {
		const { text, description } = this.values();
		if (text || (description && !this.entry)) this.ask(text);
		else this.entries.clear();
	}

	on_enter(name, event) {
		if (event.key !== "Enter" || event.ctrlKey || event.defaultPrevented) return;
		const order = ["text", "street", "building", "flat", "description"];
		const next = order[order.indexOf(name) + 1];
		if (!next) return;
		event.preventDefault();
		this.fields[next].input.focus();
	}

	take(item) {
		if (item.kind && item.kind !== "entry") return this.desk.known.open(item);
		this.entry = { name: item.name, title: item.title };
		this.entries.clear();
		this.draw();
		this.look();
		this.desk.known.look();
		this.desk.known.look_for_answers(this.entry);
		this.desk.changed();
		this.first_empty().focus();
	}

	draw() {
		const { make } = contact_center.call;
		const { name, title } = this.entry || {};
		this.chosen.replaceChildren(...(name ? [make("b", { text: title }), ` · ${name}`] : []));
		this.terms.replaceChildren();
		if (!name) this.own.replaceChildren();
		this.fields.chosen_executor.box.hidden = true;
	}

	show_residence() {
		const home = this.desk.who?.residence();
		this.home.hidden = !home || this.values().street === home.street;
		if (home) {
			const words = `${__("At the residence")}: ${contact_center.call.address(home)}`;
			this.home.replaceChildren(words, " ", contact_center.call.make("kbd", { text: contact_center.call.key("residence") }));
		}
	}

	// Returns whether there was a residence to take.
	take_residence() {
		const home = this.desk.who.residence();
		if (!home) return false;
		for (const name of ["street", "building", "flat"]) this.fields[name].input.value = home[name] || "";
		this.on_change("street");
		this.fields.description.input.focus();
		return true;
	}

	agree() {
		const { input } = this.fields.agreed;
		input.checked = !input.checked;
		this.desk.changed();
	}

	preview() {
		if (!this.entry) return { required: [] };
		const { street, building, chosen_executor } = this.values();
		const values = { classifier: this.entry.name, street, building, chosen_executor };
		return frappe.xcall("contact_center.desk.preview.preview", { values });
	}

	previewed(found) {
		const { make } = contact_center.call;
		this.answer = found;
		const lines = [
			[found.request_type, ...(found.executors || [])].filter(Boolean).join(" · "),
			found.terms,
			found.hint,
		].filter(Boolean);
		const problem = found.problem && make("p", { class: "text-warning", text: found.problem });
		this.terms.replaceChildren(...lines.map((text) => make("p", { text })), ...(problem ? [problem] : []));
		this.fields.chosen_executor.box.hidden = !found.may_choose;
		this.draw_own(found.own || []);
		this.desk.card.draw();
	}

	// The city's own fields that this entry requires.
	draw_own(fields) {
		const kept = { ...this.own_given, ...this.own_values() };
		this.own_fields = fields.map((df) => ({ df, part: this.own_part(df, kept[df.name]) }));
		this.own.replaceChildren(...this.own_fields.map(({ part }) => part.box));
	}

	own_part({ name, label, kind, options }, value) {
		const { make, field } = contact_center.call;
		const type = { Check: "checkbox", Date: "date", Int: "number", Float: "number" }[kind] || "text";
		const part = field(name, label, { type });
		if (kind === "Select") {
			const choices = ["", ...options].map((text) => make("option", { value: text, text: __(text) }));
			const select = make("select", { id: part.input.id, class: "form-control" }, choices);
			part.input.replaceWith(select);
			part.input = select;
		}
		if (type === "checkbox") part.input.checked = Boolean(value);
		else part.input.value = value || "";
		part.input.addEventListener("change", () => this.desk.changed());
		return part;
	}

	own_values() {
		const read = ({ input }) => (input.type === "checkbox" ? Number(input.checked) : input.value);
		return Object.fromEntries((this.own_fields || []).map(({ df, part }) => [df.name, read(part)]));
	}

	missing() {
		const values = { ...this.values(), ...this.own_values() };
		const elsewhere = ["photo", "phone", "description"]; // asked for in another way, or below
		const required = (this.answer.required || []).filter(({ name }) => !values[name] && !elsewhere.includes(name));
		return [
			!this.entry && __("what it is about"),
			...required.map(({ label }) => label.toLocaleLowerCase()),
			!values.description && __("the caller's words"),
			!values.agreed && `${__("the agreement")} (${contact_center.call.key("agree")})`,
		].filter(Boolean);
	}

	for_request() {
		const { text, agreed, chosen_executor, ...written } = this.values();
		const values = { ...written, ...this.own_values() };
		if (!this.fields.chosen_executor.box.hidden) values.chosen_executor = chosen_executor;
		return { ...values, classifier: this.entry?.name, wording_agreed: agreed };
	}
};
