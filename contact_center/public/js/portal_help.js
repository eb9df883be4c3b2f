// The pages of help: searching as one types, printing, «it did not help». Without scripts the form searches too.

(function () {
	"use strict";

	const METHODS = "/api/method/contact_center.portal.help_api.";
	const PAUSE = 200; // milliseconds after the last key
	const by_id = (id) => document.getElementById(id);

	const input = by_id("q");
	const found = by_id("found");
	let asked = 0;
	let waiting = null;

	function show(items, text) {
		const all = by_id("all");
		if (all) all.hidden = Boolean(text);
		found.replaceChildren();
		if (!text) return;
		const line = document.createElement("p");
		line.className = "cc-answer";
		line.textContent = items.length ? found.dataset.found.replace("{0}", items.length) : found.dataset.nothing;
		found.append(line);
		if (items.length) found.append(list(items));
	}

	function list(items) {
		const made = document.createElement("ul");
		made.className = "cc-answers";
		for (const { title, url, kind } of items) {
			const item = document.createElement("li");
			const link = document.createElement("a");
			link.href = url;
			link.textContent = title;
			const hint = document.createElement("span");
			hint.className = "cc-hint";
			hint.textContent = kind;
			item.append(link, " ", hint);
			made.append(item);
		}
		return made;
	}

	async function search() {
		const text = input.value.trim();
		const turn = ++asked;
		if (text.length < 2) return show([], "");
		const answer = await fetch(`${METHODS}find?text=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } }).catch(() => null);
		if (!answer?.ok || turn !== asked) return; // the form's own button is left
		show((await answer.json()).message || [], text);
	}

	if (input && found) {
		input.addEventListener("input", () => {
			clearTimeout(waiting);
			waiting = setTimeout(search, PAUSE);
		});
	}

	const print = by_id("print");
	if (print) {
		print.hidden = false;
		print.addEventListener("click", () => window.print());
	}

	async function not_helped(button, words) {
		button.disabled = true;
		const token = document.querySelector("input[name=csrf_token]")?.value;
		const headers = { "Content-Type": "application/json", Accept: "application/json" };
		if (token) headers["X-Frappe-CSRF-Token"] = token;
		const body = JSON.stringify({ slug: words.dataset.slug });
		const answer = await fetch(`${METHODS}not_helped`, { method: "POST", headers, body }).catch(() => null);
		words.textContent = answer?.ok ? words.dataset.thanks : words.dataset.failed;
		button.disabled = false;
		button.hidden = Boolean(answer?.ok);
	}

	const button = by_id("not-helped");
	if (button) {
		button.hidden = false;
		button.addEventListener("click", () => not_helped(button, by_id("helped")));
	}
})();
