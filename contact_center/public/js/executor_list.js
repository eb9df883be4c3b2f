// The list of the executor's desk: counters, filters and rows. A row that did not change keeps its element, so that nothing
// flickers and neither choice, focus nor place on the screen is lost when it is read anew.

frappe.provide("contact_center.executor");

contact_center.executor.List = class {
	COUNTERS = [
		["open", __("All to Do")],
		["returned", __("Returned to Me")],
		["to_accept", __("To Accept")],
		["late_to_accept", __("Not Accepted in Time")],
		["overdue", __("Overdue")],
		["due_today", __("Due Today")],
		["without_date", __("Without a Next Date")],
		["at_work", __("At Work")],
		["handed_to_me", __("Handed to Me")],
		["term_asked", __("New Term Asked")],
		["waiting", __("At the Contact Centre")],
	];
	FILTERS = [
		["executor", __("Executor")],
		["district", __("District")],
		["entry", __("Subject")],
	];

	constructor(desk) {
		const { make } = contact_center.executor;
		this.desk = desk;
		this.drawn = new Map();
		this.counters = make("div", { class: "executor-counters", role: "group", "aria-label": __("What to show") });
		this.filters = make("div", { class: "executor-filters" });
		this.bulk = make("div", { class: "executor-bulk", role: "status" });
		this.note = make("p", { class: "executor-note", role: "status", "aria-live": "polite" });
		this.left = make("div", { class: "executor-left" });
		this.rows = make("ol", { class: "executor-rows", "aria-label": __("My tasks") });
		this.more = make("button", { type: "button", class: "btn btn-default executor-more", text: __("Show more"), on: { click: () => desk.read_more() } });
		this.keys = make("p", { class: "text-muted executor-keys" });
		this.keys.textContent = __("↑ ↓ choose, space selects, A accepts, R reports, N not ours, T new term, C comment, Enter opens");
		this.box = make("div", { class: "executor-desk" }, [this.note, this.left, this.counters, this.filters, this.bulk, this.rows, this.more, this.keys]);
		this.selects = new Map();
	}

	draw() {
		const { desk } = this;
		this.draw_counters(desk.counters);
		this.draw_filters(desk.choices);
		this.draw_rows(desk.tasks);
		this.draw_left();
		this.draw_bulk();
		this.more.hidden = !desk.next;
		this.say_how_it_stands();
	}

	draw_counters(counters) {
		const { make } = contact_center.executor;
		const wanted = this.COUNTERS.filter(([name]) => counters[name] || name === "open" || name === this.desk.asked.view);
		const key = JSON.stringify([counters, this.desk.asked.view]);
		if (this.counters.dataset.key === key) return;
		const focused = document.activeElement?.dataset?.view;
		this.counters.dataset.key = key;
		const alarming = ["returned", "late_to_accept", "overdue"];
		this.counters.replaceChildren(
			...wanted.map(([name, label]) =>
				make("button", {
					type: "button",
					class: `executor-counter ${alarming.includes(name) && counters[name] ? "executor-alarm" : ""}`,
					"data-view": name,
					"aria-pressed": String(name === this.desk.asked.view),
					on: { click: () => this.desk.look_at({ view: name }) },
				}, [make("b", { text: String(counters[name] || 0) }), make("span", { text: label })])
			)
		);
		if (focused) this.counters.querySelector(`[data-view="${focused}"]`)?.focus();
	}

	// A filter with one choice filters nothing.
	draw_filters(choices) {
		const { field } = contact_center.executor;
		const key = JSON.stringify([choices, this.desk.asked]);
		if (this.filters.dataset.key === key || this.filters.contains(document.activeElement)) return;
		this.filters.dataset.key = key;
		const wanted = this.FILTERS.filter(([name]) => (choices[name] || []).length > 1 || this.desk.asked[name]);
		this.filters.replaceChildren(
			...wanted.map(([name, label]) => {
				const options = [["", __("all")], ...choices[name].map(({ value, title }) => [value, title])];
				const made = field(`filter-${name}`, label, { type: "select", options, value: this.desk.asked[name] || "" });
				made.input.addEventListener("change", () => this.desk.look_at({ [name]: made.input.value }));
				return made.box;
			})
		);
	}

	draw_rows(tasks) {
		const { make } = contact_center.executor;
		if (!tasks.length) {
			this.drawn.clear();
			return this.rows.replaceChildren(make("li", { class: "executor-empty" }, [make("p", { text: this.nothing_words() })]));
		}
		const focus = this.focused();
		const kept = new Map();
		const rows = tasks.map((task) => {
			const state = this.state_of(task);
			const key = JSON.stringify([task, state, contact_center.speech.time_left(task.deadline)]);
			const before = this.drawn.get(task.name);
			const row = before?.key === key ? before.row : contact_center.executor.row(this.desk, task, state);
			kept.set(task.name, { key, row });
			return row;
		});
		this.drawn = kept;
		this.put_in(rows);
		this.focus_again(focus);
	}

	// Moves only what is not in its place.
	put_in(rows) {
		rows.forEach((row, place) => {
			if (this.rows.children[place] !== row) this.rows.insertBefore(row, this.rows.children[place] || null);
		});
		while (this.rows.children.length > rows.length) this.rows.lastChild.remove();
	}

	state_of(task) {
		const { desk } = this;
		return { is_active: desk.active === task.name, is_ticked: desk.ticked.has(task.name), has_draft: desk.has_draft(task), item: desk.item_of(task) };
	}

	// What was refused of a task that the list does not show, because others have it by now: its words are not lost.
	// The box keeps what other pages wrote too, and that is about no task.
	draw_left() {
		const { make, button } = contact_center.executor;
		const left = contact_center.box.refused().filter(({ task }) => task && !this.drawn.has(task));
		const key = JSON.stringify(left.map(({ about, at }) => [about, at]));
		if (this.left.dataset.key === key) return;
		this.left.dataset.key = key;
		this.left.replaceChildren(
			...left.map((item) =>
				make("div", { class: "executor-refused executor-row", role: "alert" }, [
					make("p", {}, [make("b", { text: `${item.number} · ${__("Not sent: {0}", [item.title])}. ` }), item.says]),
					...["result", "reason", "text"].map((name) => item.values[name] && make("p", { text: item.values[name] })),
					make("div", { class: "executor-steps" }, [button(__("Throw It Away"), () => this.desk.throw_away(item), { "data-step": "drop" })]),
				])
			)
		);
	}

	focused() {
		const row = document.activeElement?.closest?.(".executor-row");
		return row && { name: row.dataset.task, step: document.activeElement.dataset.step, tag: document.activeElement.tagName };
	}

	focus_again(before) {
		if (!before || this.focused()?.name === before.name) return;
		const row = this.drawn.get(before.name)?.row || this.rows.querySelector('[aria-current="true"]');
		const again = before.step ? row?.querySelector(`[data-step="${before.step}"]`) : before.tag === "INPUT" ? row?.querySelector("input") : row;
		(again || row)?.focus({ preventScroll: true });
	}

	show_active() {
		const row = this.drawn.get(this.desk.active)?.row;
		row?.focus({ preventScroll: true });
		row?.scrollIntoView({ block: "nearest" });
	}

	draw_bulk() {
		const { button } = contact_center.executor;
		const { ticked, tasks } = this.desk;
		const wanted = tasks.filter(({ name }) => ticked.has(name));
		this.bulk.hidden = !wanted.length;
		this.bulk.replaceChildren(
			...(wanted.length
				? [
						button(__("Accept: {0}", [wanted.length]), () => this.desk.accept(wanted), { style: "btn-primary", key: "A", "data-step": "accept-all" }),
						button(__("Select None"), () => this.desk.tick_none(), { "data-step": "none" }),
					]
				: [])
		);
	}

	nothing_words() {
		if (!this.desk.is_read) return __("Reading your tasks…");
		const { view, executor, district, entry } = this.desk.asked;
		if (executor || district || entry) return __("Nothing fits these filters: choose “all” to see the rest.");
		if (view !== "open") return __("Nothing here. “All to Do” shows every task.");
		return __("Everything is done. A new task appears here by itself, and a letter tells of it.");
	}

	say_how_it_stands() {
		const { box } = contact_center;
		const { make } = contact_center.executor;
		const waiting = box.words();
		const parts = [
			waiting && make("b", { class: "executor-waiting", text: waiting }),
			box.is_session_over && make("a", { href: "/login?redirect-to=/app/executor-desk", text: __("Sign in again") }),
			box.is_kept === false && make("span", { text: __("This browser keeps nothing: do not close the page before it is sent.") }),
			this.desk.is_cut && make("span", { text: __("No connection: as of {0}", [contact_center.speech.moment(this.desk.at)]) }),
		].filter(Boolean);
		const key = parts.map(({ textContent }) => textContent).join("|");
		if (this.note.dataset.key === key) return;
		this.note.dataset.key = key;
		this.note.replaceChildren(...parts);
	}
};
