// Small parts of which the operator's desk is made: elements, fields, a list to choose from.

frappe.provide("contact_center.call");

// Makes an element: `make("p", { class: "x", text: "…" }, [children])`. Texts are texts, never markup.
contact_center.call.make = function (tag, { text, on = {}, ...attributes } = {}, children = []) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (value === true) element.setAttribute(name, "");
		else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
	}
	if (text !== undefined) element.textContent = text;
	for (const [event, handle] of Object.entries(on)) element.addEventListener(event, handle);
	element.append(...children.filter(Boolean));
	return element;
};

// A labelled input: returns {box, input}. `type` may be "textarea", "checkbox", or "select" with options [value, label].
contact_center.call.field = function (name, label, { type = "text", hint = "", options = [], ...more } = {}) {
	const { make } = contact_center.call;
	const id = `call-${name}`;
	const tag = ["textarea", "select"].includes(type) ? type : "input";
	const given = { textarea: { rows: 2 }, select: {} }[type] || { type, autocomplete: "off" };
	const style = type === "checkbox" ? "call-check" : "form-control";
	const choices = options.map(([value, text]) => make("option", { value, text }));
	const input = make(tag, { id, class: style, name, "data-field": name, ...given, ...more }, choices);
	const words = make("label", { for: id, text: label }, [hint && make("kbd", { text: hint })]);
	const order = type === "checkbox" ? [input, words] : [words, input];
	return { box: make("div", { class: `call-field call-${type}` }, order), input };
};

// Waits until nobody has typed for `pause` ms; what was asked before is forgotten, answers that come late as well.
contact_center.call.latest = function (pause, ask, answer) {
	let timer = null;
	let count = 0;
	return (...given) => {
		const mine = ++count;
		clearTimeout(timer);
		timer = setTimeout(async () => {
			const found = await Promise.resolve(ask(...given)).catch(() => null);
			if (mine === count && found !== null) answer(found, ...given);
		}, pause);
	};
};

// A list below an input, to choose from by Enter (the first, or the one that the arrows lead to), by Alt and its digit, or
// by the mouse. `row(item)` returns the text parts of a line: [title, beside].
contact_center.call.Choices = class {
	constructor(input, { label, row, take, empty = "" }) {
		const { make } = contact_center.call;
		Object.assign(this, { input, row, take, empty, items: [], place: 0 });
		this.list = make("ol", { class: "call-choices", role: "listbox", id: `${input.id}-choices`, "aria-label": label });
		const wiring = { role: "combobox", "aria-controls": this.list.id, "aria-autocomplete": "list", "aria-expanded": "false" };
		for (const [name, value] of Object.entries(wiring)) input.setAttribute(name, value);
		input.addEventListener("keydown", (event) => this.on_key(event));
		input.after(this.list);
	}

	show(items, { is_asked = true } = {}) {
		this.items = items;
		this.place = 0;
		this.is_asked = is_asked;
		this.draw();
	}

	clear() {
		this.show([], { is_asked: false });
	}

	draw() {
		const { make } = contact_center.call;
		const lines = this.items.map((item, place) => this.line(item, place));
		const nothing = this.is_asked && this.empty && !lines.length;
		this.list.replaceChildren(...lines, ...(nothing ? [make("li", { class: "text-muted", text: this.empty })] : []));
		this.input.setAttribute("aria-expanded", String(lines.length > 0));
		if (lines.length) this.input.setAttribute("aria-activedescendant", lines[this.place].id);
		else this.input.removeAttribute("aria-activedescendant");
	}

	line(item, place) {
		const { make } = contact_center.call;
		const [title, beside] = this.row(item);
		const parts = [
			make("kbd", { text: place < 9 ? String(place + 1) : "" }),
			make("span", { class: "call-title", text: title }),
			beside && make("span", { class: "text-muted call-beside", text: beside }),
		];
		const chosen = place === this.place;
		const line = make(
			"li",
			{ role: "option", id: `${this.list.id}-${place}`, class: chosen ? "is-first" : "", "aria-selected": String(chosen) },
			parts
		);
		// Before the input loses the focus.
		line.addEventListener("mousedown", (event) => (event.preventDefault(), this.choose(place)));
		return line;
	}

	on_key(event) {
		const digit = event.altKey && !event.ctrlKey && /^Digit([1-9])$/.exec(event.code)?.[1];
		if (digit && this.items[digit - 1]) this.choose(digit - 1, event);
		else if (event.key === "ArrowDown") this.move(1, event);
		else if (event.key === "ArrowUp") this.move(-1, event);
		else if (event.key === "Enter" && !event.ctrlKey && this.items.length) this.choose(this.place, event);
	}

	move(step, event) {
		if (!this.items.length) return;
		event.preventDefault();
		this.place = (this.place + step + this.items.length) % this.items.length;
		this.draw();
	}

	choose(place, event) {
		event?.preventDefault();
		event?.stopPropagation();
		this.take(this.items[place]);
	}
};

// The ways in which an applicant may be told; without a choice the server takes the phone where there is one (RI1).
contact_center.call.told_by = () => [
	["", ""],
	["Phone", __("By phone")],
	["E-mail", __("By e-mail")],
	["Account", __("In the account")],
];

contact_center.call.told_by_words = (way) =>
	(contact_center.call.told_by().find(([value]) => value === way) || ["", ""])[1].toLowerCase() || __("not known");

// The address in one line, as people write it.
contact_center.call.address = function ({ street, building, flat } = {}) {
	return [street, building, flat && __("flat {0}", [flat])].filter(Boolean).join(", ");
};
