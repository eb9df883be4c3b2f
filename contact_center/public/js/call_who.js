// Who calls: the phone, the people known under it, a new applicant, or nobody (R5.2, R5.7).

frappe.provide("contact_center.call");

contact_center.call.Who = class {
	constructor(desk) {
		const { make, field } = contact_center.call;
		this.desk = desk;
		this.phone = field("phone", __("Phone"), { inputmode: "tel", maxlength: 60 });
		this.details = make("div", { class: "call-details" });
		this.register = new contact_center.call.Register(this);
		this.box = make("div", {}, [this.phone.box, this.register.box, this.details]);
		this.choices = new contact_center.call.Choices(this.phone.input, {
			label: __("Who is calling"),
			row: (item) => this.row(item),
			take: (item) => this.choose(item),
		});
		this.ask = contact_center.call.latest(
			120,
			(phone) => this.desk.send("lookup", { phone }),
			(found) => this.found(found)
		);
		this.phone.input.addEventListener("input", () => this.look_up());
	}

	reset() {
		this.chosen = null;
		this.answer = null;
		this.phone.input.value = "";
		this.phone.input.disabled = false;
		this.choices.clear();
		this.register.clear();
		this.details.replaceChildren();
	}

	is_chosen() {
		return Boolean(this.chosen);
	}

	is_touched() {
		return Boolean(this.phone.input.value || this.chosen);
	}

	phone_for_card() {
		return this.chosen?.mode === "anonymous" ? "" : this.answer?.phone || "";
	}

	state() {
		const { mode, caller, values } = this.chosen || {};
		if (mode === "anonymous") return { mode };
		return { mode, phone: this.phone.input.value, applicant: caller?.applicant, values };
	}

	restore({ mode, phone = "", values }, view) {
		this.phone.input.value = phone || view.phone || "";
		if (view.applicant) this.show({ mode: "known", caller: view.applicant });
		else if (mode === "new" || mode === "anonymous") this.show({ mode, values });
		if (this.phone.input.value) this.look_up();
	}

	look_up() {
		this.desk.changed();
		const phone = this.phone.input.value.trim();
		if (phone.replace(/\D/g, "").length < 5) return this.choices.clear(), this.register.clear();
		this.ask(phone);
	}

	found(answer) {
		this.answer = answer;
		this.desk.known.show_block(answer.block);
		this.desk.name_phone();
		if (this.chosen?.mode === "new" || !(this.chosen || answer.callers.length)) this.register.ask_about(answer.phone);
		if (this.chosen) return this.show_earlier(answer);
		const people = answer.callers.map((caller) => ({ mode: "known", caller }));
		this.choices.show([...people, { mode: "new" }, { mode: "anonymous" }]);
	}

	row({ mode, caller }) {
		if (mode === "new") return [__("New applicant")];
		if (mode === "anonymous") return [__("Anonymous"), contact_center.call.key("anonymous")];
		const marks = caller.account ? [__("account, phone not verified")] : [];
		return [caller.full_name, [caller.residence, ...(caller.marks || []), ...marks].filter(Boolean).join(" · ")];
	}

	async choose(item) {
		if (item.caller?.is_to_choose) return this.choose_by_part(item.caller);
		this.show(item);
		this.desk.changed();
		this.focus_next();
		if (item.mode === "known") await this.identify({ applicant: item.caller.applicant });
	}

	// Under a part of a number a caller is a name and a street: the rest comes once the card says who was chosen.
	async choose_by_part({ applicant }) {
		this.choices.clear();
		const view = await this.identify({ applicant });
		if (!view) return this.look_up();
		this.show({ mode: "known", caller: view.applicant });
		this.desk.changed();
		this.focus_next();
	}

	show(item) {
		this.chosen = { ...item, values: item.values || {} };
		this.choices.clear();
		if (item.mode === "new") this.register.ask_about(this.answer?.phone);
		else this.register.clear();
		const draw = { known: "draw_known", new: "draw_new", anonymous: "draw_anonymous" }[item.mode];
		const again = contact_center.call.make("button", {
			type: "button",
			class: "btn btn-xs btn-default",
			text: __("Someone else"),
			on: { click: () => this.choose_again() },
		});
		this.inputs = {};
		this.details.replaceChildren(...this[draw](item).filter(Boolean), again);
		this.earlier = contact_center.call.make("div", { class: "call-earlier" });
		this.details.append(this.earlier);
		if (this.answer) this.show_earlier(this.answer);
		this.desk.subject.show_residence();
	}

	choose_again() {
		this.chosen = null;
		this.details.replaceChildren();
		this.desk.changed();
		this.look_up();
		this.phone.input.focus();
	}

	draw_known({ caller }) {
		const { make } = contact_center.call;
		const lines = [
			make("p", { class: "call-name", text: caller.full_name }),
			make("p", { text: caller.residence || __("The residence is not known") }),
			...(caller.marks || []).map((mark) => make("p", { class: "call-mark", text: mark })),
			make("p", { class: "text-muted" }, [
				make("span", { text: `${__("Told by: {0}", [contact_center.call.told_by_words(caller.notify_by)])} · ` }),
				make("a", { href: frappe.utils.get_form_link("Applicant", caller.applicant), target: "_blank", text: __("Correct") }),
			]),
		];
		if (caller.duplicates?.length) lines.push(this.duplicates(caller));
		if (caller.consent_at) return [...lines, make("p", { class: "text-muted", text: __("Consent: {0}", [contact_center.speech.moment(caller.consent_at)]) })];
		const consent = this.consent();
		consent.input.addEventListener("change", async () => {
			if (consent.input.checked) await this.identify({ applicant: caller.applicant, consent: 1 });
			this.desk.card.draw();
		});
		return [...lines, consent.box];
	}

	// The same person may be written down twice: whose requests these are is seen on the form (R5.2).
	duplicates({ applicant, duplicates }) {
		const { make } = contact_center.call;
		const url = frappe.utils.get_form_link("Applicant", applicant);
		const words = [...new Set(duplicates)].join("; ");
		return make("p", {}, [
			make("a", { href: url, target: "_blank", text: __("Possible duplicates: {0}", [duplicates.length]) }),
			make("span", { class: "text-muted", text: ` (${words})` }),
		]);
	}

	draw_new({ values = {} }) {
		const { field } = contact_center.call;
		const name = this.input("full_name", field("full_name", __("Surname, Name, Patronymic"), { maxlength: 300 }));
		const street = this.input("street", field("home_street", __("Street of the Residence"), { maxlength: 140 }));
		contact_center.call.linked("City Street", street.input, {
			label: __("Streets"),
			empty: __("No such street is known"),
			go_on: () => this.inputs.building.focus(),
		});
		const building = this.input("building", field("home_building", __("Building"), { maxlength: 20 }));
		const flat = this.input("flat", field("home_flat", __("Flat"), { maxlength: 20 }));
		const consent = this.consent();
		const email = this.input("email", field("email", __("E-mail"), { inputmode: "email", maxlength: 140 }));
		const more = this.more();
		for (const [fieldname, input] of Object.entries(this.inputs)) {
			if (input.type === "checkbox") input.checked = Boolean(values[fieldname]);
			else input.value = values[fieldname] || "";
		}
		const pair = contact_center.call.make("div", { class: "call-pair" }, [building.box, flat.box]);
		return [name.box, street.box, pair, consent.box, email.box, ...more, this.city_card()];
	}

	// The number of the city's card, where the caller says it: it is asked about, and kept nowhere.
	city_card() {
		if (!this.register.is_there()) return null;
		const part = contact_center.call.field("city_card", __("Number of the City Card"), { maxlength: 40 });
		part.input.addEventListener("input", () => {
			const asked = part.input.value.trim();
			if (asked.length >= 4) this.register.ask_about(asked, true);
			else this.register.clear();
		});
		return part.box;
	}

	fill_in(fieldname, value) {
		const input = this.inputs[fieldname];
		if (!value || !input || input.value.trim()) return;
		input.value = value;
		this.chosen.values[fieldname] = value;
		this.desk.subject.show_residence();
	}

	take_phone(phone) {
		this.phone.input.value = phone;
		this.look_up();
	}

	draw_anonymous({ values = {} }) {
		const { make, field } = contact_center.call;
		this.answer = null;
		this.phone.input.value = "";
		const told = field("warned", __("Warned: the executor decides whether to take up an anonymous request"), {
			type: "checkbox",
		});
		this.input("warned", told);
		told.input.checked = Boolean(values.warned);
		return [make("p", { class: "call-name", text: __("Anonymous") }), told.box];
	}

	// What few callers say: how to be told, and the marks of the regulation, each with the field that it opens (P1).
	more() {
		const { field } = contact_center.call;
		const told = this.input("notify_by", field("notify_by", __("Told By"), { type: "select", options: contact_center.call.told_by() }));
		const mark = (name, label, detail, detail_label) => {
			const tick = this.input(name, field(name, label, { type: "checkbox" }));
			const text = this.input(detail, field(detail, detail_label, { maxlength: 140 }));
			tick.input.addEventListener("change", () => (text.box.hidden = !tick.input.checked));
			text.box.hidden = !this.chosen.values[name];
			return [tick.box, text.box];
		};
		return [
			told.box,
			...mark("is_ngo", __("Represents an NGO"), "ngo_name", __("NGO Name")),
			...mark("is_displaced", __("Internally Displaced Person"), "registered_residence", __("Residence Before Displacement")),
		];
	}

	// R5.2: the wording of the consent is the city's; that and when it was given is recorded.
	consent() {
		const { field } = contact_center.call;
		return this.input("consent", field("consent", __("Consents to the processing of personal data"), { type: "checkbox" }));
	}

	input(fieldname, part) {
		const { input } = part;
		this.inputs[fieldname] = input;
		const read = () => (input.type === "checkbox" ? Number(input.checked) : input.value.trim());
		const keep = () => {
			this.chosen.values[fieldname] = read();
			this.desk.subject.show_residence();
			this.desk.changed();
		};
		input.addEventListener(input.type === "checkbox" ? "change" : "input", keep);
		input.addEventListener("keydown", (event) => {
			if (event.key !== "Enter" || event.ctrlKey || event.defaultPrevented) return;
			event.preventDefault();
			this.after(fieldname);
		});
		return part;
	}

	// Enter goes on; after the consent the talk is about the subject, the e-mail may be asked for at its end.
	after(fieldname) {
		const names = Object.keys(this.inputs);
		const next = this.inputs[names[names.indexOf(fieldname) + 1]];
		if (["consent", "warned", "email", "notify_by", "ngo_name", "registered_residence"].includes(fieldname) || !next) this.desk.subject.first_empty().focus();
		else next.focus();
	}

	focus_next() {
		const open = Object.values(this.inputs).find((input) => !(input.type === "checkbox" ? input.checked : input.value));
		(open || this.desk.subject.first_empty()).focus();
	}

	residence() {
		const { mode, caller, values } = this.chosen || {};
		const home = mode === "known" ? caller : mode === "new" ? values : null;
		return home?.street ? home : null;
	}

	show_earlier(answer) {
		if (!this.earlier) return;
		const { make } = contact_center.call;
		const mine = this.chosen?.caller?.applicant;
		const requests = (answer.requests || []).filter((row) => !mine || row.applicant === mine);
		const line = (row) =>
			make("li", {}, [
				make("a", { href: frappe.utils.get_form_link("Request", row.name), target: "_blank", text: row.number || row.title }),
				make("span", { class: row.overdue ? "text-danger" : "text-muted", text: ` ${row.state}${row.due ? ` · ${row.due}` : ""}` }),
				make("div", { class: "small", text: row.title }),
				row.reopen_until && this.reopen_button(row),
			]);
		const told = answer.cards?.length ? [make("p", { class: "text-muted", text: __("Earlier cards: {0}", [answer.cards.length]) })] : [];
		const heading = requests.length || told.length ? [make("h3", { text: __("Before This") })] : [];
		this.earlier.replaceChildren(...heading, make("ul", {}, requests.map(line)), ...told);
	}

	// R7.7: who calls says that what was closed is not done.
	reopen_button(row) {
		const on = { click: () => this.reopen(row) };
		return contact_center.call.make("button", { type: "button", class: "btn btn-default btn-xs", on, text: __("Open Again") });
	}

	reopen({ name, title, seen, reopen_until }) {
		const note = __("It goes back to its executors at once, who read these words. It can be opened again until {0}.", [reopen_until]);
		const dialog = new frappe.ui.Dialog({
			title: __("Open Again"),
			fields: [
				{ fieldname: "note", fieldtype: "HTML", options: [title, note].map((text) => `<p>${frappe.utils.escape_html(text)}</p>`).join("") },
				{ fieldname: "text", fieldtype: "Small Text", label: __("What is not done?"), reqd: 1 },
			],
			primary_action_label: __("Open Again"),
			primary_action: async ({ text }) => {
				const call = frappe.xcall("contact_center.control.reopening.reopen_for", { request: name, text, seen });
				if (!(await call.then(() => true, () => false))) return;
				dialog.hide();
				this.desk.say(__("The request is open again"), "green");
				this.look_up();
			},
		});
		dialog.show();
	}

	missing() {
		const { mode, caller, values } = this.chosen || {};
		if (!mode) return [__("who is calling")];
		if (mode === "anonymous") return values.warned ? [] : [__("the warning")];
		if (mode === "known") return caller.consent_at || values.consent ? [] : [__("the consent")];
		return [!values.full_name && __("the name"), !values.consent && __("the consent")].filter(Boolean);
	}

	// R5.7: the card may hold a number that was typed before.
	is_to_be_forgotten() {
		return this.chosen?.mode === "anonymous" && !this.desk.view?.anonymous;
	}

	async identify(values) {
		return this.desk.act(`identify ${JSON.stringify(values)}`, async () => {
			const { name } = await this.desk.begun();
			const view = await this.desk.send("identify", { card: name, values });
			if (view.applicant && this.chosen?.mode === "known") this.chosen.caller = view.applicant;
			this.desk.take_view(view);
			return view;
		});
	}

	// Brings the card's caller to the server before an act, where it is not there yet; throws what is refused.
	async identified() {
		const { mode, values } = this.chosen || {};
		if (mode === "known" || (mode === "anonymous" && this.desk.view?.anonymous)) return;
		const { name } = await this.desk.begun();
		const [surname, first_name, ...rest] = (values.full_name || "").split(/\s+/);
		const made = { ...values, surname, first_name, patronymic: rest.join(" "), phone: this.phone.input.value.trim() };
		delete made.full_name;
		const told = mode === "anonymous" ? { anonymous: 1, warned: values.warned } : { new: made };
		const view = await this.desk.send("identify", { card: name, values: told });
		this.desk.take_view(view);
		if (view.applicant) this.show({ mode: "known", caller: view.applicant });
	}
};

// Lets a field find records of a doctype as one types; `go_on` is called once one is taken, `nothing_typed` on Enter before that.
contact_center.call.linked = function (doctype, input, { label, empty, go_on, nothing_typed, filters }) {
	const take = ({ value }) => {
		input.value = value;
		input.dispatchEvent(new Event("input"));
		choices.clear();
		go_on();
	};
	const row = ({ value, description }) => [value, description];
	const choices = new contact_center.call.Choices(input, { label, row, empty, take });
	const ask = contact_center.call.latest(
		120,
		(txt) => frappe.xcall("frappe.desk.search.search_link", { doctype, txt, page_length: 7, filters }),
		(found) => document.activeElement === input && choices.show(found)
	);
	input.addEventListener("input", (event) => (event.isTrusted && input.value.trim() ? ask(input.value) : choices.clear()));
	input.addEventListener("blur", () => choices.clear());
	input.addEventListener("keydown", (event) => {
		if (event.key === "Enter" && !event.ctrlKey && !input.value.trim() && nothing_typed?.()) event.preventDefault();
	});
	return choices;
};
