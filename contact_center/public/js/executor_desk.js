// The executor's desk: reads the own tasks each minute, takes their steps through the sending box, and has a key for each.

frappe.provide("contact_center.executor");

contact_center.executor.Desk = class {
	constructor(page) {
		Object.assign(this, { page, tasks: [], counters: {}, choices: {}, next: "", at: "", active: "", ticked: new Set() });
		this.asked = { view: "open", executor: "", district: "", entry: "" };
		this.pages = 1;
		this.list = new contact_center.executor.List(this);
		(page.main[0] || page.main).replaceChildren(this.list.box);
		page.set_secondary_action(__("Read the List Anew"), () => this.read(), "refresh");
		document.addEventListener("keydown", (event) => this.press(event));
		this.list.rows.addEventListener("click", (event) => this.choose_clicked(event));
		contact_center.box.start();
		contact_center.box.on((event, item, answer) => this.on_box(event, item, answer));
		setInterval(() => this.is_shown() && !document.hidden && this.read(), contact_center.executor.EVERY);
		document.addEventListener("visibilitychange", () => this.is_shown() && !document.hidden && this.read());
		window.addEventListener("online", () => this.is_shown() && this.read());
	}

	is_shown() {
		return frappe.get_route()[0] === "executor-desk";
	}

	is_free() {
		return this.is_shown() && !document.querySelector(".modal.show, dialog[open]");
	}

	async show() {
		// A list of the framework takes these off when it opens.
		frappe.realtime.off("list_update", this.listener);
		this.listener = ({ doctype, name }) => doctype === "Request Task" && this.shows(name) && this.read_soon();
		frappe.realtime.doctype_subscribe("Request Task");
		frappe.realtime.on("list_update", this.listener);
		await contact_center.box.ready;
		this.list.draw();
		await this.read();
	}

	// What changes of others' tasks is told to all: new ones of one's own come with the next minute.
	shows(name) {
		return this.tasks.some((task) => task.name === name);
	}

	read_soon() {
		clearTimeout(this.soon);
		this.soon = setTimeout(() => this.is_shown() && this.read(), 1500);
	}

	// Reads as many pages as are shown. An answer that comes after a later question is nobody's.
	async read() {
		const mine = (this.count = (this.count || 0) + 1);
		try {
			const found = await this.read_pages();
			if (mine !== this.count) return;
			Object.assign(this, found, { is_read: true, is_cut: false });
		} catch (error) {
			if (mine !== this.count) return;
			this.is_cut = true;
			if (["401", "403"].includes(error.message)) contact_center.box.is_session_over = contact_center.box.post.signed_in() !== frappe.session.user;
		}
		this.keep_choice();
		this.list.draw();
	}

	async read_pages() {
		const { ask, METHODS } = contact_center.executor;
		let found = await ask(`${METHODS}overview`, this.asked);
		for (let page = 1; page < this.pages && found.next; page++) {
			const more = await ask(`${METHODS}overview`, { ...this.asked, after: found.next });
			found = { ...more, tasks: [...found.tasks, ...more.tasks] };
		}
		return found;
	}

	async read_more() {
		const shown = this.tasks.length;
		this.pages += 1;
		await this.read();
		if (this.tasks[shown]) this.choose(this.tasks[shown].name);
	}

	look_at(asked) {
		Object.assign(this.asked, asked);
		this.pages = 1;
		this.ticked.clear();
		this.list.draw_counters(this.counters);
		return this.read();
	}

	// The chosen task stays; where it is gone, its place goes to the next one.
	keep_choice() {
		const names = this.tasks.map(({ name }) => name);
		this.ticked = new Set(names.filter((name) => this.ticked.has(name)));
		if (names.includes(this.active)) this.place = names.indexOf(this.active);
		else this.active = names[Math.min(this.place || 0, names.length - 1)] || "";
	}

	has_several_executors() {
		return (this.choices.executor || []).length > 1;
	}

	executor_title(code) {
		return (this.choices.executor || []).find(({ value }) => value === code)?.title || code;
	}

	// What of the task waits to be sent or was refused; a draft is not said on the row.
	item_of({ name }) {
		const all = Array.from(contact_center.box.items.values());
		const found = all.find(({ task, state }) => task === name && ["waiting", "refused"].includes(state));
		return found && { about: found.about, state: found.state, title: found.title, says: found.says, tries: found.tries, files: found.files };
	}

	has_draft({ name }) {
		return Array.from(contact_center.box.items.values()).some(({ task, state }) => task === name && state === "written");
	}

	choose(name) {
		this.active = name;
		this.keep_choice();
		this.list.draw_rows(this.tasks);
		this.list.show_active();
	}

	choose_clicked(event) {
		const row = event.target.closest(".executor-row");
		if (!row || event.target.closest("a, button, input, label") || window.getSelection()?.toString()) return;
		this.choose(row.dataset.task);
	}

	chosen() {
		return this.tasks.find(({ name }) => name === this.active);
	}

	tick(name) {
		if (!this.ticked.delete(name)) this.ticked.add(name);
		this.list.draw();
	}

	tick_none() {
		this.ticked.clear();
		this.list.draw();
	}

	// The steps

	async accept(tasks) {
		const wanted = tasks.filter((task) => contact_center.executor.may(task, "accept") && !this.item_of(task));
		for (const [place, task] of wanted.entries()) {
			if (wanted.length > 1) contact_center.executor.say(__("Accepting: {0} of {1}", [place + 1, wanted.length]), "blue", 2);
			this.ticked.delete(task.name);
			const args = { task: task.name, seen: task.seen };
			await this.hand_over(task, "accept", __("Acceptance"), args);
		}
	}

	hand_over(task, step, title, args, more = {}) {
		const method = `${contact_center.executor.METHODS}${step}`;
		return contact_center.box.hand_over(`${step} ${task.name}`, { task: task.name, number: task.number, title, step, method, args, ...more });
	}

	report(task) {
		return task && contact_center.executor.report_sheet(this, task);
	}

	decline(task) {
		return task && contact_center.executor.decline_sheet(this, task);
	}

	ask_for_term(task) {
		return task && contact_center.executor.term_sheet(this, task);
	}

	comment(task) {
		return task && contact_center.executor.comment_sheet(this, task);
	}

	open(task) {
		return task && frappe.set_route("Form", "Request Task", task.name);
	}

	// What was refused is opened again with its words, to be corrected and sent once more.
	async reopen(task, { about }) {
		const { step } = contact_center.box.find(about);
		await contact_center.box.take_back(about);
		const sheets = { report: "report", decline: "decline", ask_for_term: "ask_for_term", comment: "comment" };
		this[sheets[step]]?.(task);
	}

	throw_away({ about, title }) {
		frappe.confirm(__("Throw away what you wrote ({0})? It was not sent.", [title]), () => contact_center.box.drop(about));
	}

	on_box(event, item) {
		if (event === "sent") this.tell_done(item);
		if (event === "refused") this.tell_refused(item);
		if (["sent", "refused", "gone"].includes(event)) this.read_soon();
		if (this.is_shown()) this.list.draw();
	}

	tell_done({ step, number }) {
		const words = {
			accept: __("Accepted: {0}", [number]),
			decline: __("Declined, the contact centre sends it on: {0}", [number]),
			report: __("The result is reported: {0}", [number]),
			ask_for_term: __("The contact centre was asked for a new term: {0}", [number]),
			comment: __("The comment is sent: {0}", [number]),
		};
		if (words[step]) contact_center.executor.say(words[step]);
	}

	// Nobody has written anything for an acceptance: what others did is said, and the list shows it.
	tell_refused({ step, number, says, about }) {
		if (!["accept", "decline", "report", "ask_for_term", "comment"].includes(step)) return;
		contact_center.executor.say(`${number}: ${says}`, "red", 12);
		if (step === "accept") contact_center.box.drop(about);
	}

	// Keys by their place, so that they are the same in every layout of the keyboard.
	KEYS = {
		KeyJ: () => this.move(1),
		ArrowDown: () => this.move(1),
		KeyK: () => this.move(-1),
		ArrowUp: () => this.move(-1),
		Space: () => this.tick_chosen(),
		KeyA: () => this.accept(this.to_accept()),
		KeyR: () => this.step("report"),
		KeyN: () => this.step("decline"),
		KeyT: () => this.step("ask_for_term"),
		KeyC: () => this.step("comment"),
		Enter: () => this.open(this.chosen()),
	};

	press(event) {
		const { tagName, type } = event.target;
		const is_typing = ["TEXTAREA", "SELECT"].includes(tagName) || (tagName === "INPUT" && type !== "checkbox");
		if (!this.is_free() || is_typing || event.ctrlKey || event.altKey || event.metaKey || event.repeat && event.code === "KeyA") return;
		// A button or link that has the focus is pressed, as everywhere.
		if (["Enter", "Space"].includes(event.code) && event.target.closest("a, button, input")) return;
		const run = this.KEYS[event.code];
		if (!run) return;
		event.preventDefault();
		run();
	}

	move(by) {
		if (!this.tasks.length) return;
		const place = this.tasks.findIndex(({ name }) => name === this.active);
		this.choose(this.tasks[Math.max(0, Math.min(this.tasks.length - 1, place + by))].name);
	}

	tick_chosen() {
		const task = this.chosen();
		if (task && contact_center.executor.may(task, "accept")) this.tick(task.name);
	}

	to_accept() {
		const ticked = this.tasks.filter(({ name }) => this.ticked.has(name));
		return ticked.length ? ticked : [this.chosen()].filter(Boolean);
	}

	step(act) {
		const task = this.chosen();
		if (!task || this.item_of(task) || !contact_center.executor.may(task, act)) return;
		if (act === "ask_for_term" && (!task.due || task.asked_at)) return;
		this[act](task);
	}
};
