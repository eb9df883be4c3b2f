// Signing in, signing up, a forgotten and a new password. The framework's endpoints decide; this shows what they answer.

(function () {
	"use strict";

	const data = JSON.parse(document.getElementById("account-data").textContent);
	const texts = data.texts;
	const find = (selector, root = document) => root.querySelector(selector);
	const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
	const value = (id) => document.getElementById(id).value;

	const LOGIN = "login";
	const SIGN_UP = "frappe.core.doctype.user.user.sign_up";
	const RESET = "frappe.core.doctype.user.user.reset_password";
	const LINK = "frappe.www.login.send_login_link";
	const UPDATE = "frappe.core.doctype.user.user.update_password";
	const STRENGTH = "frappe.core.doctype.user.user.test_password_strength";

	// Resolves with {status, body}; status 0 where the server cannot be reached.
	async function post(method, values) {
		const token = find("input[name=csrf_token]");
		try {
			const response = await fetch("/api/method/" + method, {
				method: "POST",
				headers: { Accept: "application/json", ...(token ? { "X-Frappe-CSRF-Token": token.value } : {}) },
				body: new URLSearchParams(values),
			});
			return { status: response.status, body: await response.json().catch(() => ({})) };
		} catch {
			return { status: 0, body: {} };
		}
	}

	function says(body) {
		try {
			const html = JSON.parse(body._server_messages || "[]").map((one) => JSON.parse(one).message);
			return html.map((one) => new DOMParser().parseFromString(one, "text/html").body.textContent).join(" ");
		} catch {
			return "";
		}
	}

	// A page of this site; anything else leads nowhere. Its whole address: `//name`, to which `/.//name` is shortened,
	// would be another host.
	function within(address) {
		try {
			const url = new URL(address, location.origin);
			return address && url.origin === location.origin ? url.href : "";
		} catch {
			return "";
		}
	}

	// Drafts and photos (portal_draft.js) of whoever used this device before.
	async function drop_drafts_of_others() {
		const user = (document.cookie.match(/(?:^|; )user_id=([^;]*)/) || [])[1];
		try {
			for (const key of Object.keys(localStorage)) {
				if (key.startsWith("cc-draft:") && !key.startsWith(`cc-draft:${user}:`)) localStorage.removeItem(key);
			}
			await Promise.race([drop_files_of_others(user), new Promise((resolve) => setTimeout(resolve, 1000))]);
		} catch {
			// Without storage there are no drafts.
		}
	}

	function drop_files_of_others(user) {
		return new Promise((resolve) => {
			const opening = indexedDB.open("cc-draft-files", 1);
			opening.onupgradeneeded = () => opening.result.createObjectStore("files", { autoIncrement: true });
			opening.onerror = resolve;
			opening.onsuccess = () => {
				const work = opening.result["transaction"]("files", "readwrite");
				work.oncomplete = work.onabort = resolve;
				work.objectStore("files").openCursor().onsuccess = ({ target: { result: place } }) => {
					if (!place) return;
					if (place.value.account !== user) place.delete();
					place.continue();
				};
			};
		});
	}

	async function lead_to(...addresses) {
		await drop_drafts_of_others();
		find("[data-status]").textContent = texts.signed_in || texts.saved;
		location.assign(addresses.map(within).find(Boolean) || "/");
	}

	// Errors: at the field that is wrong, else above the form; the focus goes there

	function clear(form) {
		for (const input of all("[aria-invalid]", form)) show_at(input, "");
		alert_of(form).hidden = true;
	}

	function show_at(input, text) {
		const place = document.getElementById(input.id + "-error");
		place.textContent = text;
		place.hidden = !text;
		place.closest("[data-field]").classList.toggle("cc-has-error", Boolean(text));
		if (text) input.setAttribute("aria-invalid", "true");
		else input.removeAttribute("aria-invalid");
	}

	function wrong(id, text) {
		const input = document.getElementById(id);
		show_at(input, text);
		input.focus();
	}

	const alert_of = (form) => find("[data-alert]", form.closest("section") || form.parentElement);

	function show_above(form, text) {
		const place = alert_of(form);
		place.textContent = text;
		place.hidden = false;
		place.focus();
	}

	function refused(form, answer) {
		if (answer.status === 429) return show_above(form, texts.too_often || texts.failed);
		show_above(form, (answer.status && answer.status < 500 && says(answer.body)) || texts.failed);
	}

	const is_address = (text) => /^[^\s@,]+@[^\s@,]+\.[^\s@,]{2,}$/.test(text);

	// One form: its button waits while the server is asked

	function on_submit(name, act) {
		const form = find(`[data-form="${name}"]`);
		if (!form) return;
		form.addEventListener("submit", async (event) => {
			event.preventDefault();
			clear(form);
			const button = event.submitter || find("[type=submit]", form);
			const label = button.textContent;
			button.disabled = true;
			button.textContent = texts.busy;
			try {
				await act(form, button);
			} finally {
				button.disabled = false;
				button.textContent = label;
			}
		});
		form.addEventListener("input", (event) => event.target.getAttribute("aria-invalid") && show_at(event.target, ""));
	}

	for (const box of all("[data-shows]")) {
		box.addEventListener("change", () => {
			document.getElementById(box.dataset.shows).type = box.checked ? "text" : "password";
		});
	}

	function sign_in_page() {
		const parts = all("[data-part]");
		let asked_for = "";

		function show(name, with_focus) {
			const shown = parts.find((part) => part.dataset.part === name) || parts[0];
			for (const part of parts) part.hidden = part !== shown;
			const heading = find("h1", shown);
			document.title = document.title.replace(/^.*?(?= – |$)/, heading.textContent);
			if (with_focus) {
				window.scrollTo(0, 0);
				heading.focus({ preventScroll: true });
			}
			carry_address(shown);
		}

		// Who wrote the address once does not write it again.
		function carry_address(part) {
			const known = all("#login_email, #signup_email, #forgot_email, #login_with_email_link_email").map((one) => one.value);
			const address = known.find(is_address) || "";
			for (const input of all("input[type=email], #login_email", part)) if (!input.value) input.value = address;
		}

		// Links of the header to this page keep the errand.
		for (const link of all('header a[href^="/login"]')) link.search = location.search;

		const from_address = () => location.hash.slice(1) || "login";
		window.addEventListener("hashchange", () => show(from_address(), true));
		show(from_address(), Boolean(location.hash));

		async function sign_in(form, button) {
			const [usr, pwd] = [value("login_email").trim(), value("login_password")];
			if (!usr || !pwd) return wrong(usr ? "login_password" : "login_email", texts.empty_login);
			const is_of_directory = "ldap" in button.dataset;
			const answer = await post(is_of_directory ? data.ldap : LOGIN, { usr, pwd });
			enter(form, answer, texts.refused, is_of_directory);
		}

		// Frappe 16 sends staff to the site's home page where none of their roles has a page of its own.
		function first_page({ message, home_page }) {
			return message === "Logged In" && within(home_page) === within(data.home) ? "/app" : home_page;
		}

		function enter(form, { status, body }, refusal, is_of_directory) {
			if (status === 200 && body.verification) return ask_code(body);
			// «Password Reset»: the password is too old, and the address leads to the page for a new one.
			if (status === 200 && body.message === "Password Reset") return lead_to(body.redirect_to);
			if (status === 200) return lead_to(data.errand, body.redirect_to, first_page(body));
			// What is refused after the password was right, such as the hour or the place, has the server's words.
			// The city's directory refuses so.
			if (status === 417 && is_of_directory) return show_above(form, refusal);
			if (status === 401) return show_above(form, says(body) || refusal);
			show_above(form, texts.failed);
		}

		function ask_code({ verification, tmp_id }) {
			asked_for = tmp_id;
			find("[data-prompt]").textContent = (verification.setup && texts.code_by[verification.method]) || texts.no_code_came;
			show("verify", true);
			document.getElementById("login_token").focus();
		}

		on_submit("login", sign_in);
		on_submit("verify", async (form) => {
			const otp = value("login_token").trim();
			if (!otp) return wrong("login_token", texts.no_code);
			enter(form, await post(LOGIN, { otp, tmp_id: asked_for }), texts.wrong_code);
		});

		function asks_for_letter(name, id, method, values_of) {
			on_submit(name, async (form) => {
				const address = value(id).trim();
				const values = values_of(address);
				if (!values) return;
				if (!is_address(address)) return wrong(id, texts.no_address);
				const answer = await post(method, values);
				if (answer.status !== 200) return refused(form, answer);
				const message = answer.body.message;
				find("[data-sent-to]").textContent = address;
				find("[data-sent-says]").textContent = (Array.isArray(message) ? message[1] : message) || "";
				show("sent", true);
			});
		}

		asks_for_letter("signup", "signup_email", SIGN_UP, (email) => {
			const full_name = value("signup_fullname").trim();
			if (!full_name || /[/@<>\\]/.test(full_name)) return wrong("signup_fullname", texts.no_name);
			return { email, full_name, redirect_to: data.errand };
		});
		asks_for_letter("forgot", "forgot_email", RESET, (user) => ({ user, redirect_to: data.errand }));
		asks_for_letter("login-with-email-link", "login_with_email_link_email", LINK, (email) => ({ email }));
	}

	function password_page() {
		const password = document.getElementById("new_password");
		const strength = find("[data-strength]");
		let timer = null;
		let asked = 0;

		// One judgement: the server's. It is asked again when the password is sent, and answers the same.
		async function judge() {
			const mine = ++asked;
			const words = await judgement();
			if (mine === asked) strength.textContent = words;
		}

		// "" where nothing is asked of passwords.
		async function judgement() {
			const new_password = password.value;
			const { status, body } = new_password ? await post(STRENGTH, { new_password }) : { status: 0 };
			const feedback = status === 200 && body.message && body.message.feedback;
			if (!feedback) return "";
			if (feedback.password_policy_validation_passed) return texts.strong;
			// The framework's further hints are about capitals, even where there are no letters.
			return [texts.weak, feedback.warning || (feedback["suggestions"] || [])[0]].filter(Boolean).join(" ");
		}

		password.addEventListener("input", () => {
			clearTimeout(timer);
			timer = setTimeout(judge, 400);
		});

		// What was asked while typing may answer after this: it is not shown a second time.
		async function too_weak(server_says) {
			clearTimeout(timer);
			asked++;
			const words = await judgement();
			strength.textContent = "";
			wrong("new_password", words && words !== texts.strong ? words : server_says || texts.failed);
		}

		on_submit("password", async (form) => {
			const old = document.getElementById("old_password");
			if (old && !old.value) return wrong("old_password", texts.empty_old);
			if (!password.value) return wrong("new_password", texts.empty);
			if (old && old.value === password.value) return wrong("new_password", texts.same);
			const values = { key: data.key, new_password: password.value, logout_all_sessions: 1 };
			const { status, body } = await post(UPDATE, old ? { ...values, old_password: old.value } : values);
			if (status === 200) return lead_to(body.message, "/my-requests");
			// The link was used or has grown old meanwhile: the page says so itself.
			if (status === 410) return location.reload();
			if (status === 401 && old) return wrong("old_password", texts.wrong_old);
			if (status === 417) return too_weak(says(body));
			refused(form, { status, body });
		});
	}

	({ sign_in: sign_in_page, password: password_page })[data.page]();
})();
