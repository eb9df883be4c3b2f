// The base of the portal's scripts: texts and limits from the server, calls, errors, drafts.

(function (cc) {
	"use strict";

	const data = JSON.parse(document.getElementById("cc-data").textContent);
	const texts = data.texts;
	const METHOD = "/api/method/contact_center.portal.";
	// «joining.leave», or a method of «api».
	const path = (method) => METHOD + (method.includes(".") ? method : `api.${method}`);

	const find = (selector, root = document) => root.querySelector(selector);
	const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
	const say = (text, ...values) => text.replace(/\{(\d)\}/g, (whole, place) => values[place] ?? whole);

	function element(tag, attributes = {}, ...children) {
		const made = document.createElement(tag);
		for (const [name, value] of Object.entries(attributes)) {
			if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
			else if (value === true) made.setAttribute(name, "");
			else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
		}
		made.append(...children);
		return made;
	}

	// The user of the session; "Guest" without one.
	const signed_in_as = () => (document.cookie.match(/(?:^|; )user_id=([^;]*)/) || [])[1] || "Guest";
	const account = signed_in_as();

	// Calls

	// Seconds before each further try. Whatever is sent twice is done once: the server knows it again by its key, by the
	// version that was seen, or by its words.
	const PAUSES = [1, 2, 4, 8];
	const LONGEST = 60 * 1000; // milliseconds without an answer; a file may take longer

	// Resolves with {ok, message, errors, problems, says}: never rejects, the page decides what to show. Where the server
	// cannot be reached it is asked again; `on_again` is called before that.
	async function send(method, body, { on_progress, on_again } = {}) {
		let answer = await post_once(method, body, on_progress);
		for (const pause of PAUSES) {
			if (!answer.unreachable) break;
			if (on_again) on_again();
			await new Promise((resolve) => setTimeout(resolve, 1000 * pause * (0.5 + Math.random() / 2)));
			answer = await post_once(method, body, on_progress);
		}
		return answer;
	}

	async function post_once(method, body, on_progress) {
		const answer = await post(method, body, on_progress);
		return answer.stale && (await renew_token()) ? post(method, body, on_progress) : answer;
	}

	// A name for what is sent, by which the server knows it again. Every browser has `getRandomValues`, also where the page
	// came without TLS.
	const random_key = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");

	// The field of the sign-out form, which stands on every page of a session.
	const token_field = () => find("input[name=csrf_token]");

	// Takes the token of the new session, if the same user has signed in again in another tab.
	async function renew_token() {
		const token = signed_in_as() === account && (await ask("token", {}).catch(() => null));
		if (token) token_field().value = token;
		return Boolean(token);
	}

	function post(method, body, on_progress) {
		return new Promise((resolve) => {
			const request = new XMLHttpRequest();
			request.open("POST", path(method));
			request.setRequestHeader("X-Frappe-CSRF-Token", token_field().value);
			request.setRequestHeader("Accept", "application/json");
			if (on_progress) {
				request.upload.onprogress = (event) =>
					event.lengthComputable && on_progress(Math.round((100 * event.loaded) / event.total));
			}
			if (!on_progress) request.timeout = LONGEST;
			request.onload = () => resolve(request.status < 500 ? answer_of(request) : unreachable());
			request.onerror = request.ontimeout = () => resolve(unreachable());
			request.send(body);
		});
	}

	// No connection, or a server that starts anew.
	const unreachable = () => ({ ok: false, errors: {}, problems: {}, says: texts.unreachable, unreachable: true });

	function answer_of(request) {
		let answer = {};
		try {
			answer = JSON.parse(request.responseText);
		} catch {
			// An error page of a proxy has no message for a citizen.
		}
		const ok = request.status >= 200 && request.status < 300;
		const says = ok ? "" : reason_of(request, answer);
		const { field_errors: errors = {}, field_problems: problems = {} } = answer;
		return { ok, message: answer.message, errors, problems, says, stale: is_stale(answer), lost: says === texts.session };
	}

	const is_stale = (answer) => answer.exc_type === "CSRFTokenError";

	function reason_of(request, answer) {
		const now = signed_in_as();
		if (now !== account && now !== "Guest") return texts.other_account;
		if (now === "Guest" || is_stale(answer) || answer.session_expired || request.status === 401) return texts.session;
		try {
			const messages = JSON.parse(answer._server_messages || "[]").map((one) => JSON.parse(one).message);
			const plain = messages.map((html) => new DOMParser().parseFromString(html, "text/html").body.textContent);
			return plain.filter(Boolean).pop() || texts.failed;
		} catch {
			return texts.failed;
		}
	}

	async function ask(method, values) {
		const response = await fetch(path(method) + "?" + new URLSearchParams(values), {
			headers: { Accept: "application/json" },
		});
		return response.ok ? (await response.json()).message : null;
	}

	// Errors: beside the field, and in one summary with links

	function clear_errors(root) {
		for (const place of all("[data-error-for]", root)) show_error(place, "");
		const summary = find(".cc-summary[role=alert]", root.closest(".cc-page"));
		if (summary) summary.hidden = true;
	}

	function show_error(place, text) {
		place.textContent = text;
		place.hidden = !text;
		const field = place.closest("[data-field]");
		field.classList.toggle("cc-has-error", Boolean(text));
		for (const input of all("input, select, textarea", field)) {
			if (text) input.setAttribute("aria-invalid", "true");
			else input.removeAttribute("aria-invalid");
		}
	}

	// Removes an error once the person changes its field.
	function clear_on_change(form) {
		for (const kind of ["input", "change"]) {
			form.addEventListener(kind, (event) => {
				const field = event.target.closest("[data-field]");
				const place = field && find("[data-error-for]", field);
				if (place && !place.hidden) show_error(place, "");
				forget_mended(form);
			});
		}
	}

	// Lists the errors that are left in the summary, and hides it with the last one.
	function forget_mended(form) {
		const summary = find(".cc-summary[role=alert]", form.closest(".cc-page"));
		const items = summary && !summary.hidden ? all("li[data-for]", summary) : [];
		for (const item of items) {
			const place = find(`[data-error-for="${item.dataset.for}"]`, form);
			if (!place || place.hidden) item.remove();
		}
		if (items.length && !find("li[data-for]", summary)) summary.hidden = true;
	}

	function show_errors(root, errors, says) {
		const page = root.closest(".cc-page");
		for (const [name, text] of Object.entries(errors)) {
			const place = find(`[data-error-for="${name}"]`, root);
			if (place) show_error(place, text);
			const district = place && place.closest('[data-field="district"]');
			if (district) district.hidden = false;
		}
		const summary = find(".cc-summary", page);
		if (!summary) return;
		const list = find("ul", summary);
		// A form of one question shows its error there; a summary would only repeat it.
		if (!list && Object.keys(errors).length) return go_to(null, Object.keys(errors)[0]);
		const title = find(".cc-summary-title", summary) || summary;
		title.textContent = Object.keys(errors).length ? texts.mend : says;
		if (says === texts.session) title.append(" ", cc.sign_in_link());
		if (list) {
			list.replaceChildren(
				...Object.entries(errors).map(([name, text]) =>
					element("li", { "data-for": name }, element("a", { href: `#${name}`, onclick: (event) => go_to(event, name) }, text))
				)
			);
		}
		summary.hidden = false;
		summary.focus();
	}

	function go_to(event, name) {
		if (event) event.preventDefault();
		const field = find(`[data-field="${name}"]`);
		if (!field) return;
		field.scrollIntoView({ block: "center" });
		const inputs = all("input:not([type=hidden]), select, textarea, button", field);
		const input = inputs.find((one) => one.offsetParent !== null);
		if (input) input.focus({ preventScroll: true });
	}

	// Returns {release, again}: the button as it was; that what was sent is sent once more, for those who do not see it too.
	function busy(button, text) {
		const before = button.textContent;
		const status = element("p", { class: "cc-visually-hidden", role: "status" });
		button.after(status);
		button.disabled = true;
		if (text) button.textContent = text;
		function release() {
			button.disabled = false;
			button.textContent = before;
			status.remove();
		}
		function again() {
			button.textContent = status.textContent = texts.sending_again;
		}
		return { release, again };
	}

	Object.assign(cc, { account, data, texts, find, all, say, element, send, post, ask, clear_errors, show_error, clear_on_change, show_errors, busy, random_key });
})((window.contact_center_portal = window.contact_center_portal || {}));
