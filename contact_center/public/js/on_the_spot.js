// The form of an inspection on the spot. Words and photos are in the sending box from the first stroke: kept on the
// device, sent once whatever the line does.

frappe.provide("contact_center.on_the_spot");

contact_center.on_the_spot.METHODS = "contact_center.desk.on_the_spot.";
contact_center.on_the_spot.ACT = "contact_center.control.inspection_acts.record_inspection";
contact_center.on_the_spot.ACCEPT = "image/*,application/pdf";

contact_center.on_the_spot.Form = class {
	constructor(page) {
		this.page = page;
		this.place = contact_center.executor.make("div", { class: "on-the-spot" });
		(page.main[0] || page.main).replaceChildren(this.place);
		contact_center.box.on((event, item) => this.hear(event, item));
	}

	async show(name) {
		this.name = name;
		this.page.set_title(__("On the Spot"));
		await contact_center.box.start();
		const { METHODS } = contact_center.on_the_spot;
		if (!name) return this.choose(await contact_center.read(`${METHODS}coming`));
		if (this.inspection?.name !== name || navigator.onLine) this.inspection = await contact_center.read(`${METHODS}opened`, { inspection: name });
		this.page.set_title(`${__("Inspection")} ${this.inspection.number}`);
		this.draw();
	}

	about() {
		return `inspection ${this.name}`;
	}

	item() {
		return contact_center.box.find(this.about());
	}

	// Without one named: those that are called, the soonest first.
	choose(rows) {
		const { make } = contact_center.executor;
		if (!rows.length) {
			const words = __("No inspection is called. Call one at a request, with “Call an Inspection”.");
			return this.place.replaceChildren(make("p", { class: "text-muted", text: words }));
		}
		const open = ({ name }) => frappe.set_route("inspection-on-the-spot", name);
		const line = (row) => `${row.number} · ${contact_center.speech.moment(row.starts_at)} · ${row.place}`;
		this.place.replaceChildren(
			make("h3", { text: __("Which inspection?") }),
			...rows.map((row) => make("button", { type: "button", class: "btn btn-default", text: line(row), on: { click: () => open(row) } }))
		);
	}

	draw() {
		const { make } = contact_center.executor;
		const { stage, outcome } = this.inspection;
		if (stage !== "Called") {
			const words = outcome ? __("What was found is on record") : __("This inspection is not called: there is nothing to record.");
			return this.place.replaceChildren(this.card(), make("p", { text: words }), this.to_form());
		}
		const draft = this.item()?.values || {};
		this.says = make("p", { class: "alert", role: "alert", hidden: true });
		this.findings = make("textarea", { id: "on-the-spot-findings", rows: 5, maxlength: 4000, on: { input: () => this.keep() } });
		this.findings.value = draft.findings || "";
		this.competent = this.competent_choice(draft);
		this.photos = make("ul", { class: "on-the-spot-photos", "aria-live": "polite" });
		this.button = make("button", { type: "button", class: "btn btn-primary", text: __("Record What Was Found"), on: { click: () => this.record() } });
		this.place.replaceChildren(
			this.card(),
			this.choices(__("Who Came"), "checkbox", "came", this.people(), draft.came || []),
			make("h3", { text: __("Photos and the Act") }),
			this.photos,
			this.camera(),
			make("h3", {}, [make("label", { for: "on-the-spot-findings", text: __("What Was Seen") })]),
			make("p", { class: "text-muted", text: __("Executors read it: without the applicant's name and phone") }),
			this.findings,
			this.choices(__("Result on the Spot"), "radio", "outcome", this.outcomes(), [draft.outcome]),
			this.competent,
			this.says,
			this.button,
			this.to_form()
		);
		this.toggle();
		this.draw_photos();
		this.tell();
	}

	card() {
		const { make } = contact_center.executor;
		const { starts_at, place, about, reason } = this.inspection;
		const when = starts_at && contact_center.speech.moment(starts_at);
		const lines = [when, place, about, reason].filter(Boolean);
		return make("div", { class: "on-the-spot-card" }, lines.map((text) => make("p", { text })));
	}

	to_form() {
		const open = () => frappe.set_route("Form", "Inspection", this.name);
		const attributes = { type: "button", class: "btn btn-default", text: __("Open the Whole Form"), on: { click: open } };
		return contact_center.executor.make("button", attributes);
	}

	people() {
		return this.inspection.members.map(({ name, title }) => ({ value: name, label: title }));
	}

	outcomes() {
		return this.inspection.outcomes.map((value) => ({ value, label: contact_center.inspections.word(value) }));
	}

	choices(title, type, name, options, chosen) {
		const { make } = contact_center.executor;
		const changed = () => {
			this.keep();
			this.toggle();
		};
		const rows = options.map(({ value, label }) =>
			make("label", { class: "on-the-spot-choice" }, [
				make("input", { type, name: `on-the-spot-${name}`, value, checked: chosen.includes(value), on: { change: changed } }),
				make("span", { text: label }),
			])
		);
		const role = type === "radio" ? "radiogroup" : "group";
		return make("div", { role, "aria-label": title }, [make("h3", { text: title }), ...rows]);
	}

	competent_choice({ competent }) {
		const { make } = contact_center.executor;
		const options = this.inspection.executors.map(({ name, title }) => make("option", { value: name, text: title, selected: competent === name }));
		const empty = make("option", { value: "" });
		const select = make("select", { id: "on-the-spot-competent", on: { change: () => this.keep() } }, [empty, ...options]);
		const label = make("label", { for: "on-the-spot-competent", text: __("Competent Executor") });
		return make("div", {}, [make("h3", {}, [label]), select]);
	}

	values() {
		const ticked = (name) => [...this.place.querySelectorAll(`[name="on-the-spot-${name}"]:checked`)].map(({ value }) => value);
		return {
			came: ticked("came"),
			outcome: ticked("outcome")[0] || "",
			findings: this.findings.value,
			competent: this.competent.querySelector("select").value,
		};
	}

	toggle() {
		this.competent.hidden = this.values().outcome !== "Competent Executor Found";
	}

	keep() {
		return contact_center.box.keep(this.about(), { title: this.inspection.number, state: "written", values: this.values() });
	}

	camera() {
		const { make } = contact_center.executor;
		const add = async (input) => {
			const chosen = Array.from(input.files);
			input.value = "";
			for (const file of chosen) await this.add(file);
		};
		const chooser = (text, attributes) => {
			const input = make("input", { type: "file", class: "sr-only", on: { change: ({ target }) => add(target) }, ...attributes });
			return make("label", { class: "btn btn-default on-the-spot-chooser" }, [input, make("span", { text })]);
		};
		return make("div", {}, [
			chooser(__("Take a Photo"), { accept: "image/*", capture: "environment" }),
			chooser(__("Choose Files"), { accept: contact_center.on_the_spot.ACCEPT, multiple: true }),
		]);
	}

	async add(file) {
		const { blob, name } = await contact_center.photos.made_smaller(file);
		await this.keep();
		await contact_center.box.add_file(this.about(), blob, name);
		this.draw_photos();
	}

	draw_photos() {
		const kept = (this.item()?.files || []).filter(({ sent }) => !sent);
		this.photos.replaceChildren(...this.inspection.files.map((file) => this.photo(file)), ...kept.map((file) => this.kept_photo(file)));
	}

	photo({ file_name, url, thumbnail }) {
		const { make } = contact_center.executor;
		return make("li", {}, [thumbnail ? make("img", { src: thumbnail, alt: file_name }) : make("a", { href: url, text: file_name })]);
	}

	kept_photo(file) {
		const { make } = contact_center.executor;
		const line = make("li", {});
		contact_center.box.blob_of(file).then((blob) => {
			const is_image = blob?.type.startsWith("image/");
			const picture = is_image ? make("img", { src: URL.createObjectURL(blob), alt: file.name }) : make("span", { text: file.name });
			line.prepend(picture);
		});
		const remove = async () => {
			await contact_center.box.drop_file(this.about(), file.key);
			this.draw_photos();
		};
		line.append(make("button", { type: "button", class: "btn btn-default", text: __("Remove"), "aria-label": __("Remove {0}", [file.name]), on: { click: remove } }));
		return line;
	}

	// What is still missing, as the server will say it too.
	missing({ outcome, findings, competent }) {
		if (!outcome) return __("Choose the outcome.");
		if (!findings.trim()) return __("Write what was found on the spot.");
		return outcome === "Competent Executor Found" && !competent ? __("Choose the executor who was found competent.") : "";
	}

	async record() {
		const values = this.values();
		const missing = this.missing(values);
		if (missing) return this.say(missing, "danger");
		const { METHODS, ACT } = contact_center.on_the_spot;
		await contact_center.box.hand_over(this.about(), {
			title: this.inspection.number,
			values,
			method: ACT,
			args: { inspection: this.name, seen: this.inspection.modified, ...values },
			upload: { method: `${METHODS}attach`, args: { inspection: this.name } },
		});
		this.tell();
	}

	hear(event, item) {
		if (!item?.about?.startsWith("inspection ")) return;
		const is_shown = frappe.get_route()[0] === "inspection-on-the-spot" && item.about === this.about();
		if (event === "sent") {
			contact_center.executor.say(`${item.title}: ${__("What was found is on record")}`);
			if (is_shown) frappe.set_route("Form", "Inspection", this.name);
		} else if (is_shown && this.says) this.tell();
	}

	// How the record stands: nothing said, on its way, waiting for the network, refused with the server's words.
	tell() {
		const item = this.item();
		if (item?.state === "refused") return this.say(item.says, "danger");
		if (item?.state === "waiting") return this.say(`${contact_center.box.words()}. ${__("It is kept on this device.")}`, "info");
		this.says.hidden = true;
		this.button.disabled = false;
	}

	say(words, style) {
		this.says.textContent = words;
		this.says.className = `alert alert-${style}`;
		this.says.hidden = false;
		this.button.disabled = this.item()?.state === "waiting";
		if (style === "danger") this.says.scrollIntoView({ block: "center" });
	}
};
