// What is known already: works at the place, open requests like this one, what is answered at once, a block (R5.3, R5.8).

frappe.provide("contact_center.call");

contact_center.call.Known = class {
	constructor(desk) {
		const { make } = contact_center.call;
		this.desk = desk;
		this.block = make("div", { role: "status" });
		this.works = make("div", { "aria-live": "polite" });
		this.similar = make("div", { "aria-live": "polite" });
		this.answers = make("div", { "aria-live": "polite" });
		this.empty = make("p", { class: "text-muted", text: __("Works, open requests and answers appear here as you type.") });
		this.box = make("div", {}, [this.block, this.works, this.similar, this.answers, this.empty]);
		this.look = contact_center.call.latest(250, () => this.ask(), (found) => this.show(found));
		this.look_for_answers = contact_center.call.latest(50, (entry) => this.ask_answers(entry), (found) => this.offer(found));
	}

	reset() {
		this.opened = null;
		this.similar_rows = [];
		for (const part of [this.block, this.works, this.similar, this.answers]) part.replaceChildren();
		this.empty.hidden = false;
	}

	ask() {
		const { street, building } = this.desk.subject.values();
		if (!street) return { works: [], similar: [] };
		const classifier = this.desk.subject.entry?.name || "";
		return contact_center.read("contact_center.desk.call.known_at", { street, building, classifier });
	}

	// What answers the entry that was chosen; an answer that is being read out stays.
	ask_answers(entry) {
		return entry ? contact_center.read("contact_center.desk.answers.of_entry", { classifier: entry.name }) : [];
	}

	offer(found) {
		if (this.opened) return;
		const { make } = contact_center.call;
		const open = (item) => make("button", { type: "button", class: "btn btn-link call-offer", text: item.title, on: { click: () => this.open(item) } });
		this.list(this.answers, __("Clarifications"), found, (item) => make("li", {}, [open(item)]));
		this.empty.hidden = this.empty.hidden || found.length > 0;
	}

	// The caller is told of that request's stages and asked at its end, and files no second one.
	async join(row) {
		const { desk } = this;
		if (!row) return;
		if (desk.who.missing().length || desk.who.chosen?.mode === "anonymous") {
			return desk.say(__("To join a request, say first who is calling."), "red");
		}
		const joined = await desk.act("join", async () => {
			await desk.who.identified();
			const { name, applicant } = await desk.begun();
			const args = { request: row.name, applicant: applicant.applicant, interaction: name };
			return frappe.xcall("contact_center.intake.joining.join_for", args);
		});
		if (!joined) return;
		desk.card.took("joined", row);
		desk.say(__("The caller has joined request {0} and will be told of it.", [joined.number || row.title]));
	}

	show({ works = [], similar: found = [] }) {
		// What was registered or joined in this talk is on the card below.
		const { requests = [], joined = [] } = this.desk.view || {};
		const similar = found.filter(({ name }) => ![...requests, ...joined].some((row) => row.name === name));
		this.similar_rows = similar;
		this.list(this.works, __("Works at This Address"), works, (work) => this.work(work));
		this.list(this.similar, __("Open Requests Like This"), similar, (row) => this.request(row));
		this.empty.hidden = Boolean(works.length || similar.length || this.answers.childElementCount);
	}

	list(box, title, rows, draw) {
		const { make } = contact_center.call;
		box.replaceChildren(...(rows.length ? [make("h3", { text: title }), make("ul", {}, rows.map(draw))] : []));
	}

	work({ name, title, what, until, is_emergency }) {
		const { make } = contact_center.call;
		return make("li", { class: is_emergency ? "call-emergency" : "" }, [
			make("a", { href: frappe.utils.get_form_link("Repair Event", name), target: "_blank", text: title }),
			make("div", { text: [until, what].filter(Boolean).join(" · ") }),
		]);
	}

	request({ name, number, title, received, count }, place) {
		const { make, key } = contact_center.call;
		const label = [`${__("Concerns the Caller Too")} `, !place && make("kbd", { text: key("join") })];
		const join = { type: "button", class: "btn btn-default btn-xs", on: { click: () => this.join({ name, number, title }) } };
		return make("li", {}, [
			make("a", { href: frappe.utils.get_form_link("Request", name), target: "_blank", text: title }),
			make("div", { class: "text-muted", text: [received, count > 1 && __("concerns {0}", [count])].filter(Boolean).join(" · ") }),
			make("button", join, label.filter(Boolean)),
		]);
	}

	show_block(block) {
		const { make } = contact_center.call;
		const words = block && __("This number is blocked until {0}: {1}", [block.until, block.reason]);
		this.block.replaceChildren(...(words ? [make("p", { class: "alert alert-danger", text: words })] : []));
	}

	// An answer of the base of knowledge: it is read out, and kept on the card as a consultation.
	async open({ kind, name }) {
		const { make, key } = contact_center.call;
		const found = await this.desk.act("answer", () => contact_center.read("contact_center.desk.answers.answer", { kind, name }));
		if (!found) return;
		this.opened = found;
		const button = (parts, run) => make("button", { type: "button", class: "btn btn-default btn-sm", on: { click: run } }, parts);
		const buttons = [
			button([`${__("Answered at Once")} `, make("kbd", { text: key("consult") })], () => this.desk.card.consult()),
			found.may_be_sent && button([__("Send by E-mail")], () => this.send(found)),
			kind === "clarification" && button([__("Did Not Help")], () => this.not_helped(found)),
			button([__("Close")], () => this.close()),
		];
		this.answers.replaceChildren(
			make("h3", { text: found.title }),
			...(found.is_outdated ? [make("p", { class: "text-warning", text: __("This answer is out of date") })] : []),
			make("div", { class: "call-answer", text: found.text }),
			make("div", { class: "call-buttons" }, buttons)
		);
		this.empty.hidden = true;
		this.desk.changed();
	}

	close() {
		this.opened = null;
		this.answers.replaceChildren();
		this.look_for_answers(this.desk.subject.entry);
	}

	async send({ doctype, name }) {
		const { desk } = this;
		const sent = await desk.act("send", async () => {
			await desk.who.identified();
			const { name: interaction } = await desk.begun();
			return frappe.xcall("contact_center.desk.knowledge.send", { doctype, name, interaction });
		});
		if (sent) desk.say(sent.words);
	}

	async not_helped({ name }) {
		const told = await this.desk.act("not helped", () => frappe.xcall("contact_center.desk.knowledge.not_helped", { name }));
		if (told) this.desk.say(__("It is on record that the answer did not help."));
	}
};
