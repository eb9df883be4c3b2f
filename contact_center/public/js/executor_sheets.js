// Sheets of the executor's desk: what is written is kept on the device from the first stroke, sent by one press, and waits
// where there is no network.

frappe.provide("contact_center.executor");

// `fields`: what `field` made, by name; `extra`: elements below them; `send(values)` hands the sheet over.
contact_center.executor.Sheet = class {
	constructor(desk, task, { step, title, button, intro = "", fields, extra = [], check = () => "", send }) {
		Object.assign(this, { desk, task, step, title, fields, check, send });
		const { make, button: press } = contact_center.executor;
		this.about = `${step} ${task.name}`;
		this.says = make("p", { class: "executor-says", role: "alert" });
		this.kept = make("p", { class: "text-muted small", role: "status" });
		const buttons = make("div", { class: "executor-steps executor-sheet-steps" }, [
			press(button, () => this.hand_over(), { style: "btn-primary", "data-step": "send" }),
			press(__("Close"), () => this.close(), { "data-step": "close" }),
			press(__("Erase the Draft"), () => this.erase(), { "data-step": "erase" }),
		]);
		const heading = make("header", {}, [
			make("h2", { id: "executor-sheet-title", text: title }),
			make("p", { class: "text-muted", text: `${task.number} · ${task.title} · ${task.address}` }),
		]);
		const boxes = Object.values(fields).map(({ box }) => box);
		const form = make("form", { on: { input: () => this.keep(), change: () => this.keep(), submit: (event) => this.submit(event) } }, [
			heading,
			intro && make("p", { text: intro }),
			...boxes,
			...extra,
			this.says,
			this.kept,
			buttons,
		]);
		this.dialog = make("dialog", { class: "executor-sheet", "aria-labelledby": "executor-sheet-title", on: { close: () => this.gone() } }, [form]);
		this.restore();
		document.body.append(this.dialog);
		this.dialog.showModal();
		Object.values(fields)[0]?.input.focus();
	}

	values() {
		return Object.fromEntries(Object.entries(this.fields).map(([name, { input }]) => [name, input.value]));
	}

	restore() {
		const draft = contact_center.box.find(this.about);
		this.is_draft = Boolean(draft);
		for (const [name, value] of Object.entries(draft?.values || {})) if (this.fields[name]) this.fields[name].input.value = value;
		if (draft) this.kept.textContent = __("This is what you wrote before: it was not sent.");
	}

	described() {
		const { task, title, step } = this;
		return { task: task.name, number: task.number, title, step };
	}

	async keep() {
		this.is_draft = true;
		await contact_center.box.keep(this.about, { ...this.described(), values: this.values(), state: "written" });
		this.kept.textContent = __("Kept on this device");
	}

	submit(event) {
		event.preventDefault();
		this.hand_over();
	}

	// A result that is written before its acceptance has gone out is decided on what that acceptance has made of the task.
	basis() {
		const { task, desk, step } = this;
		if (contact_center.executor.may(task, step)) return task;
		const now = desk.tasks.find(({ name }) => name === task.name);
		return now && contact_center.executor.may(now, step) ? now : null;
	}

	async hand_over() {
		const basis = this.basis();
		if (!basis) {
			this.says.textContent = __("The acceptance has not gone out yet. What you write is kept here; send it once the network is back.");
			return;
		}
		const values = this.values();
		const needed = Object.entries(this.fields).find(([name, { input }]) => input.getAttribute("aria-required") && !values[name].trim());
		const wrong = needed ? __("Fill in first: {0}.", [needed[1].box.querySelector("label").textContent.replace(/ \*$/, "")]) : this.check(values);
		this.says.textContent = wrong;
		if (wrong) return needed ? needed[1].input.focus() : null;
		this.is_sent = true;
		this.dialog.close();
		const item = await contact_center.box.keep(this.about, { ...this.described(), values });
		await this.send(values, { key: item.key, seen: basis.seen });
		if (!navigator.onLine) contact_center.executor.say(__("No network: it is kept here and sent by itself, once."), "orange");
	}

	close() {
		this.dialog.close();
	}

	gone() {
		this.dialog.remove();
		if (this.is_draft && !this.is_sent) contact_center.executor.say(__("The draft is kept on this device."), "blue", 3);
		this.desk.list.draw();
		this.desk.list.show_active();
	}

	async erase() {
		this.is_draft = false;
		await contact_center.box.drop(this.about);
		this.dialog.close();
	}
};

contact_center.executor.decline_sheet = function (desk, task) {
	const { field, make, METHODS } = contact_center.executor;
	const executors = make("datalist", { id: "executor-others" });
	const fields = {
		reason: field("reason", __("Reason"), { type: "textarea", needed: true }),
		proposed: field("proposed", __("Proposed Executor"), { list: "executor-others", hint: __("If you know whose it is: begin to write the name"), autocomplete: "off" }),
	};
	const codes = new Map();
	fields.proposed.input.addEventListener("input", async ({ target }) => {
		const args = { doctype: "Executor", txt: target.value, filters: JSON.stringify({ is_group: 0, is_active: 1 }), page_length: 8 };
		const found = await contact_center.executor.ask("frappe.desk.search.search_link", args).catch(() => []);
		for (const { value, label, description } of found) codes.set(label || description || value, value);
		executors.replaceChildren(...found.map(({ value, label, description }) => make("option", { value: label || description || value })));
	});
	return new contact_center.executor.Sheet(desk, task, {
		step: "decline",
		title: __("Not My Competence"),
		button: __("Give the Task Back"),
		intro: __("The task goes back to the contact centre, which sends it to another executor."),
		fields,
		extra: [executors],
		send: ({ reason, proposed }, { seen }) => {
			// A name that was not taken from the list, as without a network or from an old draft, goes along in words.
			const code = codes.get(proposed) || "";
			const named = proposed.trim() && !code ? `\n${__("Proposed Executor")}: ${proposed.trim()}` : "";
			const args = { task: task.name, seen, reason: reason.trim() + named, proposed_executor: code };
			return contact_center.box.hand_over(`decline ${task.name}`, { method: `${METHODS}decline`, args });
		},
	});
};

contact_center.executor.comment_sheet = function (desk, task) {
	const { field } = contact_center.executor;
	return new contact_center.executor.Sheet(desk, task, {
		step: "comment",
		title: __("Comment"),
		button: __("Send"),
		intro: __("The contact centre reads it."),
		fields: { text: field("text", __("Comment"), { type: "textarea", needed: true, maxlength: 5000 }) },
		send: ({ text }, { key }) => {
			const args = { doctype: "Request Task", name: task.name, text: text.trim(), key };
			return contact_center.box.hand_over(`comment ${task.name}`, { method: "contact_center.control.comments.comment", args });
		},
	});
};

contact_center.executor.term_sheet = function (desk, task) {
	const { field, METHODS } = contact_center.executor;
	const first = contact_center.terms.first_day(task.due);
	const fields = {
		day: field("day", __("Wished Day"), { type: "date", value: first, min: first, needed: true }),
		reason: field("reason", __("Reason"), { type: "textarea", needed: true, maxlength: 2000 }),
	};
	if (task.needs_head) {
		fields.head = field("head", __("The Head Who Knows of It"), { needed: true, hint: __("Needed: it is a further request after a broken term") });
		fields.responsible = field("responsible", __("Responsible for the New Term"), { needed: true });
	}
	const about = `ask_for_term ${task.name}`;
	const files = new contact_center.executor.Files(desk, about, { label: __("Documents") });
	const sheet = new contact_center.executor.Sheet(desk, task, {
		step: "ask_for_term",
		title: __("Request for a New Term"),
		button: __("Ask", null, "Ask for a new term"),
		intro: __("The present deadline, {0}, goes on until the contact centre agrees.", [contact_center.speech.moment(task.due)]),
		fields,
		extra: [files.box],
		send: ({ day, reason, head = "", responsible = "" }, { seen }) =>
			contact_center.box.hand_over(about, {
				method: "contact_center.control.extension_requests.ask_for_term",
				args: { task: task.name, seen, day, reason: reason.trim(), head, responsible },
				upload: { method: `${METHODS}attach`, args: { task: task.name } },
				lines_as: "documents",
			}),
	});
	files.begin(sheet);
	return sheet;
};
