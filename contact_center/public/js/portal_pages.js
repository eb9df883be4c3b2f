(function (cc) {
	"use strict";

	const { address_of, all, busy, clear_errors, clear_on_change, data, element, find, keep_draft, mark_required, entry_picker, position_of, say, send, show_errors, similar_requests, street_box, street_offer, texts, uploads } = cc;

	// The city's own fields that the chosen entry asks for, by name.
	function own_values(form) {
		const shown = all("[data-own]", form).filter((field) => !field.hidden);
		return Object.fromEntries(
			shown.map((field) => {
				const input = form[field.dataset.field];
				return [field.dataset.field, input.type === "checkbox" ? (input.checked ? "1" : "") : input.value];
			})
		);
	}

	// What was filed before and declined is filled in, to be corrected.
	function fill(form, values) {
		for (const [name, value] of Object.entries(values)) if (value && form[name]) form[name].value = value;
	}

	function submit_page() {
		const form = find("#request-form");
		const draft = keep_draft(form, "submit" + window.location.search);
		if (!draft.is_restored) fill(form, data.filled || {});
		const offer = street_offer(form.street, find("#street-offered"));
		const similar = similar_requests(form, draft);
		const about_address = address_of(form, offer);
		const locate = () => about_address().then(similar);
		const files = uploads(find("#files"), find(".cc-uploads"), draft);
		clear_on_change(form);
		entry_picker(form.classifier);
		mark_required(form.classifier);
		street_box(form.street, find("#street-list"), locate);
		form.street.addEventListener("change", locate);
		form.building.addEventListener("change", locate);
		form.place.addEventListener("change", locate);
		form.classifier.addEventListener("change", similar);
		position_of(form);
		locate();

		form.addEventListener("submit", (event) => {
			event.preventDefault();
			file("");
		});
		find("#ask-yes").addEventListener("click", () => file(asked));
		find("#ask-no").addEventListener("click", () => {
			find("#ask-part").hidden = true;
			const far = asked.includes("Far Position") && !find("#here-off").hidden;
			(far ? find("#here-off") : form.building).focus();
		});

		let asked = "";

		// `sure`: the kinds of questions that were answered with yes.
		async function file(sure) {
			clear_errors(form);
			find("#ask-part").hidden = true;
			const status = find("#send-status");
			status.textContent = files.waiting() ? texts.still_uploading : "";
			if (files.waiting()) return;
			const body = new FormData(form);
			body.append("files", JSON.stringify(files.names()));
			body.append("own", JSON.stringify(own_values(form)));
			body.append("sure", sure);
			body.append("key", draft.key);
			draft.save();
			for (const name of ["latitude", "longitude"]) if (!body.get(name)) body.delete(name);
			const { release, again } = busy(find("button[type=submit]", form), texts.sending);
			const answer = await send("submit", body, { on_again: again });
			release();
			if (!answer.ok) {
				offer(answer.problems.street);
				return show_errors(form, answer.errors, answer.says);
			}
			if (answer.message.asks) {
				asked = answer.message.asks.map((each) => each.kind).join(",");
				return ask_first(answer.message.asks);
			}
			draft.forget();
			// Otherwise the browser's "back" would show the sent text again.
			form.reset();
			thank(answer.message, files.refused());
		}
	}

	function ask_first(asks) {
		const part = find("#ask-part");
		find("ul", part).replaceChildren(...asks.map((each) => element("li", {}, each.text)));
		part.hidden = false;
		part.scrollIntoView({ block: "center" });
		part.focus({ preventScroll: true });
	}

	// The thanks have an address of their own, so that a reload sends nothing again; "back" skips the sent form.
	const REFUSED = "cc-refused";

	function thank(filed, refused) {
		keep_once(REFUSED, refused.length ? refused.join(", ") : null);
		window.location.replace(filed.thanks);
	}

	function filed_page() {
		const refused = take_once(REFUSED);
		const place = find("#thanks-refused");
		if (refused) {
			place.textContent = say(place.textContent, refused);
			place.hidden = false;
		}
		find("#thanks-title").focus();
	}

	// A text that the next page shows once. Without storage it is lost, and the page shows what it knows by itself.
	function keep_once(key, text) {
		try {
			if (text) sessionStorage.setItem(key, text);
			else sessionStorage.removeItem(key);
		} catch {
			return;
		}
	}

	function take_once(key) {
		try {
			const text = sessionStorage.getItem(key);
			sessionStorage.removeItem(key);
			return text;
		} catch {
			return null;
		}
	}

	// One request: confirm, dispute, cancel

	function request_page() {
		show_done();
		for (const button of all("[data-open]")) {
			button.addEventListener("click", () => {
				const part = document.getElementById(button.dataset.open);
				part.hidden = false;
				button.hidden = true;
				part.scrollIntoView({ block: "nearest" });
				const input = find("textarea", part);
				if (input) input.focus({ preventScroll: true });
			});
		}
		for (const button of all("[data-close]")) {
			button.addEventListener("click", () => {
				document.getElementById(button.dataset.close).hidden = true;
				const opener = find(`[data-open="${button.dataset.close}"]`);
				opener.hidden = false;
				opener.focus();
			});
		}
		for (const button of all("button[data-post]")) {
			button.addEventListener("click", () => act(button.dataset.post, new FormData(), button, button));
		}
		for (const form of all("form[data-post]")) {
			const draft = keep_draft(form, `${form.dataset.post} ${data.name}`);
			const input = find("input[type=file]", form);
			const files = input && uploads(input, find(".cc-uploads", form), draft);
			if (draft.is_restored) find(`[data-open="${form.closest("[id]").id}"]`)?.click();
			clear_on_change(form);
			form.addEventListener("submit", (event) => {
				event.preventDefault();
				clear_errors(form);
				const body = new FormData(form);
				if (files && files.waiting()) return show_errors(form, {}, texts.still_uploading);
				if (files) body.append("files", JSON.stringify(files.names()));
				act(form.dataset.post, body, find("button[type=submit]", form), form, draft);
			});
		}
	}

	// What was done is said on the page that follows it, once, and the focus is led there.
	const DONE = "cc-done";

	function show_done() {
		const text = texts[`done_${take_once(DONE)}`];
		const place = find("#page-done");
		if (!place || !text) return;
		place.hidden = false;
		place.textContent = text;
		place.focus();
	}

	cc.done_next = (method) => keep_once(DONE, method);

	async function act(method, body, button, root, draft) {
		body.append("name", data.name);
		body.append("seen", data.seen);
		const { release, again } = busy(button, texts.sending);
		const answer = await send(method, body, { on_again: again });
		if (answer.ok) {
			if (draft) draft.forget();
			keep_once(DONE, method);
			if (root.dataset?.then) return window.location.assign(root.dataset.then);
			window.location.reload();
			return;
		}
		release();
		show_errors(root, answer.errors, answer.says);
	}

	// The field of a mark is there while the mark is set.
	function open_by_tick(mark) {
		const field = find(`[data-field="${mark.dataset.opens}"]`);
		const show = () => (field.hidden = !mark.checked);
		mark.addEventListener("change", show);
		show();
	}

	function details_page() {
		const form = find("#details-form");
		const done = find(".cc-done");
		const offer = street_offer(form.street, find("#street-offered"));
		clear_on_change(form);
		street_box(form.street, find("#street-list"), () => {});
		const marks = all("[data-opens]", form);
		marks.forEach(open_by_tick);
		form.addEventListener("submit", async (event) => {
			event.preventDefault();
			clear_errors(form);
			done.hidden = true;
			const { release, again } = busy(find("button[type=submit]", form), texts.saving);
			const body = new FormData(form);
			for (const mark of marks) body.set(mark.name, mark.checked ? "1" : "0");
			const answer = await send("save_details", body, { on_again: again });
			release();
			offer(answer.problems?.street);
			if (!answer.ok) return show_errors(form, answer.errors, answer.says);
			done.hidden = false;
			done.focus();
		});
	}

	// A request filed by phone: its number, then the code that was sent. Another number begins anew.
	function phone_request_page() {
		const [asking, entering] = [find("#ask-form"), find("#code-form")];
		const both = () => new FormData(asking);
		clear_on_change(asking);
		clear_on_change(entering);
		asking.number.addEventListener("input", () => (entering.hidden = true));
		on_submit(asking, "taking_in.send_code", both, () => {
			entering.hidden = false;
			find("#code-sent").focus();
		});
		on_submit(
			entering,
			"taking_in.take_in",
			() => {
				const body = both();
				body.append("code", entering.code.value);
				return body;
			},
			({ url }) => {
				keep_once(DONE, "taking_in");
				window.location.assign(url);
			}
		);
	}

	function on_submit(form, method, body_of, then) {
		form.addEventListener("submit", async (event) => {
			event.preventDefault();
			clear_errors(form);
			const { release, again } = busy(find("button[type=submit]", form), texts.sending);
			const answer = await send(method, body_of(), { on_again: again });
			release();
			if (!answer.ok) return show_errors(form, answer.errors, answer.says);
			then(answer.message);
		});
	}

	// A complaint, a proposal, thanks: what the kind does not ask is hidden.
	function appeal_page() {
		const form = find("#appeal-form");
		const draft = keep_draft(form, `appeal${window.location.search}`);
		const kind = () => form.kind.value;
		const show = () => {
			find("#appeal-whom").hidden = !kind() || kind() === "Proposal";
			find('[data-field="person"]').hidden = form.about.value === "Contact Center";
			find('[data-field="answer_by"]').hidden = kind() === "Gratitude";
		};
		const files = uploads(find("#files"), find(".cc-uploads"), draft);
		clear_on_change(form);
		form.addEventListener("change", show);
		show();
		form.addEventListener("submit", async (event) => {
			event.preventDefault();
			clear_errors(form);
			if (files.waiting()) return show_errors(form, { files: texts.still_uploading });
			const body = new FormData(form);
			body.append("files", JSON.stringify(files.names()));
			if (kind() === "Proposal") for (const name of ["about", "person"]) body.delete(name);
			if (kind() === "Gratitude") body.delete("answer_by");
			body.append("key", draft.key);
			draft.save();
			const { release, again } = busy(find("button[type=submit]", form), texts.sending);
			const answer = await send("appeals.file", body, { on_again: again });
			release();
			if (!answer.ok) return show_errors(form, answer.errors, answer.says);
			draft.forget();
			form.reset();
			keep_once(DONE, "appeals.file");
			window.location.replace(answer.message.url);
		});
	}

	const pages = {
		appeal: appeal_page,
		submit: submit_page,
		request: request_page,
		filed: filed_page,
		details: details_page,
		phone_request: phone_request_page,
	};
	pages[data.page]();
})((window.contact_center_portal = window.contact_center_portal || {}));
