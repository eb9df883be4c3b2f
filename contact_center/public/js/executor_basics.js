// Small parts of the executor's desk: elements, fields, words.

frappe.provide("contact_center.executor");

Object.assign(contact_center.executor, {
	METHODS: "contact_center.desk.executor_desk.",
	EVERY: 60_000, // milliseconds between two looks at what has come

	// Makes an element: `make("p", { class: "x", text: "…", on: { click } }, [children])`. Texts are texts, never markup.
	make(tag, { text, on = {}, ...attributes } = {}, children = []) {
		const element = document.createElement(tag);
		for (const [name, value] of Object.entries(attributes)) {
			if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value === true ? "" : value);
		}
		if (text !== undefined) element.textContent = text;
		for (const [event, act] of Object.entries(on)) element.addEventListener(event, act);
		element.append(...children.filter(Boolean));
		return element;
	},

	button(text, act, { key = "", style = "btn-default", ...more } = {}) {
		const { make } = contact_center.executor;
		const parts = [make("span", { text }), key && make("kbd", { text: key, "aria-hidden": "true" })];
		return make("button", { type: "button", class: `btn btn-sm ${style}`, on: { click: act }, ...more }, parts);
	},

	// A labelled field: {box, input}. `type` may be "textarea", or "select" with options [value, label].
	field(name, label, { type = "text", options = [], value = "", needed = false, hint = "", ...more } = {}) {
		const { make } = contact_center.executor;
		const tag = ["textarea", "select"].includes(type) ? type : "input";
		const id = `executor-${name}`;
		const given = tag === "input" ? { type } : tag === "textarea" ? { rows: 4 } : {};
		const choices = options.map(([option, text]) => make("option", { value: option, text }));
		const input = make(tag, { id, name, class: "form-control", "aria-required": needed && "true", ...given, ...more }, choices);
		input.value = value;
		const words = make("label", { for: id, text: needed ? `${label} *` : label });
		return { box: make("div", { class: "executor-field" }, [words, input, hint && make("p", { class: "text-muted small", text: hint })]), input };
	},

	// Options of a field of ours: [[value, words]].
	options_of(doctype, fieldname) {
		const values = (frappe.meta.get_docfield(doctype, fieldname)?.options || "").split("\n");
		return values.map((value) => [value, value ? __(value) : ""]);
	},

	// The page asks without the framework's dialogs and freezing: no answer is no news, not an error.
	async ask(method, args) {
		const answer = await fetch(`/api/method/${method}?${new URLSearchParams(args)}`, { headers: { Accept: "application/json" } });
		if (!answer.ok) throw new Error(String(answer.status));
		return (await answer.json()).message;
	},

	say(message, indicator = "green", seconds = 5) {
		frappe.show_alert({ message: frappe.utils.escape_html(message), indicator }, seconds);
	},

	may: (task, act) => contact_center.act(act, "Request Task").origins.includes(task.stage),
});
