// The sheet of call-backs: callers on the left, the one who is being rung on the right. Everything has a key.

frappe.provide("contact_center.call_backs");

contact_center.call_backs.METHODS = "contact_center.desk.call_back_sheet.";
contact_center.call_backs.CONTROL = "contact_center.control.";
contact_center.call_backs.PAGE = 100;

// Makes an element: `make("p", { class: "x", text: "…", on: { click } }, [children])`.
contact_center.call_backs.make = function (tag, { text, on = {}, ...attributes } = {}, children = []) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (value !== false && value !== null) element.setAttribute(name, value === true ? "" : value);
	}
	if (text) element.textContent = text;
	for (const [event, act] of Object.entries(on)) element.addEventListener(event, act);
	element.append(...children.filter(Boolean));
	return element;
};

contact_center.call_backs.Sheet = class {
	constructor(page) {
		this.page = page;
		this.length = contact_center.call_backs.PAGE;
		const { make } = contact_center.call_backs;
		this.list = make("ol", { class: "call-backs-list", "aria-label": __("Whom to call") });
		this.talk = make("section", { class: "call-backs-talk", "aria-live": "polite", tabindex: "-1" });
		this.keys = make("p", { class: "text-muted call-backs-keys" });
		this.note = make("p", { class: "text-muted" });
		(page.main[0] || page.main).replaceChildren(
			this.keys,
			this.note,
			make("div", { class: "call-backs" }, [this.list, this.talk])
		);
		page.set_secondary_action(__("Read the List Anew"), () => this.show(), "refresh");
		document.addEventListener("keydown", (event) => this.press(event));
		window.addEventListener("beforeunload", () => this.release());
	}

	is_shown() {
		return frappe.get_route()[0] === "call-back-sheet" && !document.querySelector(".modal.show");
	}

	async show() {
		const { METHODS } = contact_center.call_backs;
		const { callers, all, more, enough } = await contact_center.read(`${METHODS}sheet`, { length: this.length });
		this.callers = callers;
		this.more = all - callers.length;
		this.keys.textContent = __("Arrows choose, Enter rings, 1 confirmed, 2 not confirmed, 3 not reached, Esc goes back");
		const rule = __("After {0} attempts on {1} different days a supervisor may close a request without an answer", [
			enough.attempts,
			enough.days,
		]);
		this.note.textContent = [rule, more ? __("More results wait than the sheet can show: these have waited longest") : ""].filter(Boolean).join(". ");
		this.draw();
		if (!this.phone) this.explain();
	}

	draw() {
		const { make } = contact_center.call_backs;
		if (!this.callers.length) {
			const words = __("Nobody has to be called: all results are confirmed. New ones appear here once an executor reports its work.");
			return this.list.replaceChildren(make("li", { class: "text-muted", text: words }));
		}
		this.list.replaceChildren(...this.callers.map((caller) => this.row(caller)), ...(this.more ? [this.rest()] : []));
	}

	rest() {
		const { make, PAGE } = contact_center.call_backs;
		const more = async () => {
			const shown = this.callers.length;
			this.length = shown + PAGE;
			await this.show();
			this.list.querySelectorAll("button")[shown]?.focus();
		};
		return make("li", {}, [
			make("button", { type: "button", class: "call-backs-more", on: { click: more }, text: __("Show more: {0}", [this.more]) }),
		]);
	}

	row(caller) {
		const { make } = contact_center.call_backs;
		const attempts = Math.max(...caller.requests.map((request) => request.attempts));
		const facts = [
			caller.requests.length > 1 ? __("requests: {0}", [caller.requests.length]) : caller.requests[0].number,
			caller.place,
			attempts ? __("calls so far: {0}", [attempts]) : "",
			caller.neighbours ? __("others of this house: {0}", [caller.neighbours]) : "",
		];
		const when = caller.taken
			? __("{0} is calling", [caller.taken])
			: caller.is_due
				? __("call now")
				: __("next attempt: {0}", [caller.next]);
		const state = caller.taken ? "text-muted" : caller.is_due ? "call-backs-due" : "text-muted";
		const button = make("button", { type: "button", "data-phone": caller.phone, on: { click: () => this.ring(caller) } }, [
			make("b", { text: `${contact_center.speech.phone(caller.phone)} · ${caller.name}` }),
			make("span", { text: facts.filter(Boolean).join(" · ") }),
			make("span", { class: state, text: when }),
		]);
		if (caller.phone === this.phone) button.setAttribute("aria-current", "true");
		return make("li", {}, [button]);
	}

	explain() {
		const { make } = contact_center.call_backs;
		const words = this.callers.length ? __("Choose whom to call. Nobody else can ring the same number meanwhile.") : "";
		this.talk.replaceChildren(...(words ? [make("p", { class: "text-muted", text: words })] : []));
	}

	// Marks the number as being rung by this operator and shows what to ask about.
	async ring(caller) {
		if (this.phone && this.phone !== caller.phone) await this.release();
		const call = frappe.xcall(`${contact_center.call_backs.METHODS}take`, { phone: caller.phone });
		const requests = await call.catch(() => null);
		if (!requests) return this.show();
		this.phone = caller.phone;
		this.name = caller.name;
		this.requests = requests;
		this.draw();
		this.draw_talk();
		this.talk.querySelector("article")?.focus();
	}

	draw_talk() {
		const { make } = contact_center.call_backs;
		if (!this.requests.length) return this.done();
		const phone = make("a", { href: `tel:${this.phone}`, text: contact_center.speech.phone(this.phone) });
		this.talk.replaceChildren(
			make("h2", {}, [phone, ` · ${this.name}`]),
			...this.requests.map((request) => this.asked(request))
		);
	}

	asked(request) {
		const { make } = contact_center.call_backs;
		const fact = (label, text) => text && make("p", {}, [make("span", { class: "text-muted", text: `${label}: ` }), text]);
		const evidence = request.evidence.map(({ title, url }) =>
			make("a", { href: url, target: "_blank", rel: "noopener", text: title })
		);
		const button = (key, words, act, kind = "btn-default") =>
			make("button", { type: "button", class: `btn btn-sm ${kind}`, "data-key": key, on: { click: act } }, [
				make("kbd", { text: key }),
				` ${words}`,
			]);
		return make("article", { tabindex: "0", "data-request": request.name }, [
			make("h3", {}, [make("a", { href: frappe.utils.get_form_link("Request", request.name), text: request.title })]),
			request.applicant !== this.name && fact(__("Applicant"), request.applicant),
			fact(__("Executor"), request.executor),
			fact(__("Reported"), request.executed),
			make("p", { class: "call-backs-result", text: request.result || __("The executor wrote no result.") }),
			evidence.length && make("p", { class: "call-backs-evidence" }, evidence),
			fact(__("Calls so far"), request.attempts.join("; ")),
			fact(__("Next attempt"), request.next),
			make("div", { class: "call-backs-acts" }, [
				button("1", __("Confirmed"), () => this.record(request, "Confirmed"), "btn-primary"),
				button("2", __("Not Confirmed"), () => this.ask_what(request)),
				button("3", __("Not Reached"), () => this.not_reached()),
				request.may_close && button("4", __("Close Without an Answer"), () => this.close(request)),
			]),
		]);
	}

	async record(request, outcome, text = "") {
		// A refusal has read the requests anew: what is recorded now is decided on what they say by now.
		const { seen } = this.requests.find(({ name }) => name === request.name) || request;
		const args = { request: request.name, outcome, text, seen };
		const call = frappe.xcall(`${contact_center.call_backs.CONTROL}confirmation.call_back`, args);
		if (!(await call.then(() => true, () => false))) return this.read_anew();
		this.drop(request, __("Call-back recorded"));
		return true;
	}

	ask_what(request) {
		const dialog = new frappe.ui.Dialog({
			title: __("What is not done?"),
			fields: [{ fieldname: "text", fieldtype: "Small Text", label: __("What the applicant said"), reqd: 1 }],
			primary_action_label: __("Record the call-back"),
			primary_action: async ({ text }) => {
				if (await this.record(request, "Not Confirmed", text)) dialog.hide();
			},
		});
		dialog.show();
		const about = { doctype: "Request", docname: request.name, is_new: () => false, fields_dict: {} };
		contact_center.modules.offer(about, dialog.get_field("text"), "Answer", true);
	}

	// One call that nobody answers is an attempt for each of the caller's requests.
	async not_reached() {
		for (const request of [...this.requests]) {
			if (!(await this.record(request, "Not Reached"))) return;
		}
	}

	close(request) {
		const question = __("Close {0} without the applicant's answer? The applicant will read that nobody could be reached.", [
			request.number,
		]);
		frappe.confirm(question, async () => {
			const args = { request: request.name, seen: request.seen };
			const call = frappe.xcall(`${contact_center.call_backs.CONTROL}call_backs.close_not_reached`, args);
			if (!(await call.then(() => true, () => false))) return this.read_anew();
			this.drop(request, __("Closed without an answer"));
		});
	}

	drop(request, words) {
		frappe.show_alert({ message: words, indicator: "green" });
		this.requests = this.requests.filter(({ name }) => name !== request.name);
		this.draw_talk();
		this.talk.querySelector("article")?.focus();
	}

	// Somebody decided meanwhile, or the act was refused: what is true now is read again.
	read_anew() {
		const caller = this.callers.find(({ phone }) => phone === this.phone);
		return caller && this.ring(caller);
	}

	async done() {
		await this.release();
		await this.show(); // without a caller it explains again what to do
		this.list.querySelector("button")?.focus();
	}

	async release() {
		if (!this.phone) return;
		const phone = this.phone;
		this.phone = null;
		this.requests = [];
		await frappe.xcall(`${contact_center.call_backs.METHODS}release`, { phone }).catch(() => null);
	}

	press(event) {
		const is_typing = ["INPUT", "TEXTAREA", "SELECT"].includes(document.activeElement?.tagName);
		if (!this.is_shown() || is_typing || event.ctrlKey || event.altKey || event.metaKey) return;
		if (event.key === "Escape" && this.phone) return this.done();
		if (["ArrowDown", "ArrowUp"].includes(event.key)) return this.move(event);
		const request = document.activeElement?.closest?.("article");
		const button = request?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
		if (!button) return;
		event.preventDefault();
		button.click();
	}

	// To the next caller of the list, or to the next request of the caller who is rung.
	move(event) {
		const inside = document.activeElement?.closest?.("article");
		const all = [...(inside ? this.talk.querySelectorAll("article") : this.list.querySelectorAll("button"))];
		if (!all.length) return;
		event.preventDefault();
		const here = all.indexOf(inside || document.activeElement);
		all[(here + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length].focus();
	}
};
