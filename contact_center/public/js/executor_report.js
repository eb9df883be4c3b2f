// The result of a task, reported from a phone: what was done, who told the applicant, and photos from the camera (R7.5, R7.6).

frappe.provide("contact_center.executor");

// Files of a sheet: photographed or chosen, kept on the device at once. `kinds`: kinds of evidence to tell apart.
contact_center.executor.Files = class {
	constructor(desk, about, { label, kinds = [], needs = [] }) {
		const { make } = contact_center.executor;
		Object.assign(this, { desk, about, kinds, needs });
		this.list = make("ul", { class: "executor-files" });
		this.ticks = make("ul", { class: "executor-needs", "aria-label": __("Evidence that is needed") });
		this.says = make("p", { class: "executor-says", role: "alert" });
		const accept = desk.limits.extensions.map((each) => `.${each}`).join(",");
		this.box = make("fieldset", { class: "executor-evidence" }, [
			make("legend", { text: label }),
			this.ticks,
			make("div", { class: "executor-steps" }, [
				this.chooser(__("Take a Photo"), { accept: "image/*", capture: "environment" }, "camera"),
				this.chooser(__("Choose Files"), { accept, multiple: true }, "files"),
			]),
			this.says,
			this.list,
		]);
	}

	chooser(text, attributes, name) {
		const { make } = contact_center.executor;
		const input = make("input", { type: "file", class: "sr-only", "data-files": name, ...attributes });
		input.addEventListener("change", async (event) => {
			event.stopPropagation();
			const chosen = Array.from(input.files);
			input.value = "";
			for (const file of chosen) await this.add(file);
		});
		return make("label", { class: "btn btn-default btn-sm executor-chooser" }, [input, make("span", { text })]);
	}

	begin(sheet) {
		this.sheet = sheet;
		this.draw();
	}

	files() {
		return contact_center.box.find(this.about)?.files || [];
	}

	async add(file) {
		this.says.textContent = this.problem_of(file);
		if (this.says.textContent) return;
		const { blob, name } = await contact_center.photos.made_smaller(file);
		await this.sheet.keep();
		await contact_center.box.add_file(this.about, blob, name, { kind: this.likely_kind(file) });
		this.draw();
	}

	problem_of({ name, size, type }) {
		const { extensions, megabytes, video_megabytes, files } = this.desk.limits;
		const most = type.startsWith("video/") ? video_megabytes : megabytes;
		const is_photo = type === "image/jpeg"; // made smaller before it is sent
		if (this.files().length >= files) return __("No more than {0} files can be attached. Remove one to add another.", [files]);
		if (!extensions.includes(name.split(".").pop().toLowerCase())) return __("“{0}” cannot be attached; allowed: {1}", [name, extensions.join(", ")]);
		return size > most * 1048576 && !is_photo ? __("“{0}” is larger than {1} MB", [name, most]) : "";
	}

	// What is still needed and may be such a file, else what such a file is as a rule.
	likely_kind({ type }) {
		const fits = (kind) => (type.startsWith("video/") ? kind === "Video" : kind !== "Video" && (kind !== "Photo" || type.startsWith("image/")));
		const there = this.files().map(({ kind }) => kind);
		const usual = type.startsWith("video/") ? "Video" : type.startsWith("image/") ? "Photo" : "Document";
		const missing = this.needs.filter((kind) => !there.includes(kind) && fits(kind));
		return missing.includes(usual) ? usual : missing[0] || usual;
	}

	draw() {
		const { make } = contact_center.executor;
		const there = new Set(this.files().map(({ kind }) => kind));
		this.ticks.replaceChildren(
			...this.needs.map((kind) =>
				make("li", { class: there.has(kind) ? "executor-there" : "" }, [
					make("span", { "aria-hidden": "true", text: there.has(kind) ? "✓" : "○" }),
					make("span", { text: ` ${__(kind)}: ${there.has(kind) ? __("is there") : __("needed")}` }),
				])
			)
		);
		this.list.replaceChildren(...this.files().map((file) => this.row(file)));
	}

	row(file) {
		const { make, button } = contact_center.executor;
		const picture = make("span", { class: "executor-thumb", "aria-hidden": "true" });
		contact_center.box.blob_of(file).then((blob) => {
			if (!blob?.type.startsWith("image/")) return;
			const url = URL.createObjectURL(blob);
			picture.append(make("img", { src: url, alt: "", on: { load: () => URL["revokeObjectURL"](url), error: ({ target }) => target.remove() } }));
		});
		const size = `${Math.max(1, Math.round(file.size / 1024))} ${__("KB")}`;
		return make("li", { "data-file": file.key }, [
			picture,
			make("span", { class: "executor-file-name", text: `${file.name} · ${size}` }),
			this.kinds.length && this.kind_of(file),
			button(__("Remove"), () => this.remove(file), { "aria-label": __("Remove {0}", [file.name]) }),
		]);
	}

	kind_of(file) {
		const { make } = contact_center.executor;
		const options = this.kinds.map((value) => make("option", { value, text: __(value) }));
		const select = make("select", { class: "form-control", "aria-label": __("What it is: {0}", [file.name]) }, options);
		select.value = file.kind;
		select.addEventListener("change", () => {
			file.kind = select.value;
			this.sheet.keep();
			this.draw();
		});
		return select;
	}

	async remove(file) {
		await contact_center.box.drop_file(this.about, file.key);
		this.draw();
	}

	missing() {
		const there = new Set(this.files().map(({ kind }) => kind));
		return this.needs.filter((kind) => !there.has(kind));
	}
};

contact_center.executor.report_sheet = function (desk, task) {
	const { field, options_of, last_time, METHODS } = contact_center.executor;
	const before = last_time.read();
	const [today] = frappe.datetime.system_datetime().split(" ");
	const { written } = task;
	const name = (each) => written[each] || before[each] || "";
	const fields = {
		result: field("result", __("What Was Done"), { type: "textarea", value: written.result, needed: true }),
		result_unit: field("result_unit", __("Unit or Enterprise"), { value: name("result_unit"), needed: true, autocomplete: "organization" }),
		result_person: field("result_person", __("Person Who Did the Work"), { value: name("result_person"), needed: true, autocomplete: "off" }),
		result_phone: field("result_phone", __("Phone of That Person"), { type: "tel", value: name("result_phone"), needed: true, autocomplete: "off" }),
		result_date: field("result_date", __("Date of the Information"), { type: "date", value: today, max: today, needed: true }),
		informed_by: field("informed_by", __("Applicant Was Told By"), { type: "select", options: options_of("Request Task", "informed_by"), value: written.informed_by, needed: true }),
	};
	const about = `report ${task.name}`;
	const kinds = options_of("Request Evidence", "kind").map(([value]) => value).filter(Boolean);
	// What was returned has evidence already: what is still needed of it the server knows.
	const needs = task.returns ? [] : task.needs;
	const files = new contact_center.executor.Files(desk, about, { label: __("Evidence"), kinds, needs });
	const sheet = new contact_center.executor.Sheet(desk, task, {
		step: "report",
		title: __("Result of the Work"),
		button: __("Report", null, "Report a result"),
		intro: task.returned_for ? `${__("Returned for rework:")} ${task.returned_for}` : "",
		fields,
		extra: [files.box],
		check: () => (files.missing().length ? __("Still needed: {0}.", [files.missing().map((kind) => __(kind)).join(", ")]) : ""),
		send: (values, { seen }) => {
			last_time.keep(values);
			return contact_center.box.hand_over(about, {
				method: `${METHODS}report`,
				args: { task: task.name, seen, ...values, result: values.result.trim() },
				upload: { method: `${METHODS}attach`, args: { task: task.name } },
				rows_as: "evidence",
			});
		},
	});
	files.begin(sheet);
	return sheet;
};

// Who reported last on this device, of this account: the same crew reports the next task as a rule.
contact_center.executor.last_time = {
	FIELDS: ["result_unit", "result_person", "result_phone"],

	place: () => contact_center.box.LAST + frappe.session.user,

	read() {
		try {
			return JSON.parse(localStorage.getItem(this.place())) || {};
		} catch {
			return {};
		}
	},

	keep(values) {
		const kept = Object.fromEntries(this.FIELDS.map((name) => [name, values[name]]));
		try {
			localStorage.setItem(this.place(), JSON.stringify(kept));
		} catch {
			// without storage it is written each time
		}
	},
};
