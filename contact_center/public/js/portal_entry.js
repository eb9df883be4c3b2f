(function (cc) {
	"use strict";

	const { all, ask, element, find, post, say, show_error, texts } = cc;

	// Lets the citizen search a classifier entry by words; the server finds it. Without scripts the list stays.

	const PAUSE = 200; // ms without a key before it is asked
	const LIKELY_PAUSE = 600; // of a description, which is written for longer
	const SHORTEST = 15; // letters of a description that says something

	function entry_picker(select) {
		const picker = find(`[data-picker="${select.id}"]`);
		const search = find("input", picker);
		const results = find(".cc-picker-results", picker);
		const status = find("[data-found]", picker);
		const picked = find(".cc-picked", picker);
		const entries = all("option", select)
			.filter((option) => option.value && option.value !== "other")
			.map((option) => ({
				option,
				title: option.textContent.trim(),
				group: option.parentElement.label || "",
				hint: option.dataset.hint,
			}));
		const by_code = new Map(entries.map((entry) => [entry.option.value, entry]));
		const other = find('option[value="other"]', select);
		let asked = 0;
		let timer = null;
		let has_groups = false;

		function button_of(entry, chosen = () => choose(entry.option.value)) {
			const parts = [element("strong", {}, entry.title)];
			if (entry.group) parts.push(element("span", {}, entry.group));
			return element("button", { type: "button", class: "cc-option", onclick: chosen }, ...parts);
		}

		function other_button() {
			return element(
				"button",
				{ type: "button", class: "cc-option cc-option-other", onclick: () => choose("other") },
				element("strong", {}, other.textContent)
			);
		}

		function show_groups() {
			status.textContent = "";
			has_groups = true;
			const groups = Map.groupBy
				? Map.groupBy(entries, (entry) => entry.group)
				: entries.reduce((map, m) => map.set(m.group, [...(map.get(m.group) || []), m]), new Map());
			const made = Array.from(groups, ([title, found]) =>
				element(
					"details",
					{ class: "cc-group" },
					element("summary", {}, title),
					...found.map((entry) => button_of({ ...entry, group: "" }))
				)
			);
			const all_groups = element("div", { class: "cc-picker-results", hidden: true }, ...made);
			const opener = element("button", { type: "button", class: "cc-option cc-option-other" }, element("strong", {}, texts.whole_list));
			opener.addEventListener("click", () => {
				opener.hidden = true;
				all_groups.hidden = false;
				find("summary", all_groups).focus();
			});
			results.replaceChildren(opener, all_groups, other_button());
		}

		function type() {
			clearTimeout(timer);
			asked++;
			if (!search.value.trim()) return show_groups();
			if (has_groups) results.replaceChildren();
			has_groups = false;
			timer = setTimeout(look_up, PAUSE);
		}

		async function look_up() {
			const mine = ++asked;
			const codes = await ask("entries", { text: search.value.trim() });
			if (mine !== asked) return;
			if (!codes) {
				show_groups();
				status.textContent = texts.failed;
				return;
			}
			const shown = codes.map((code) => by_code.get(code)).filter(Boolean);
			status.textContent = shown.length ? say(texts.found, shown.length) : texts.nothing_found;
			results.replaceChildren(...shown.map((entry) => button_of(entry)), other_button());
		}

		function choose(value, quietly) {
			select.value = value;
			const entry = entries.find((one) => one.option.value === value);
			picked.replaceChildren(element("strong", {}, entry ? entry.title : other.textContent));
			if (entry && entry.hint) picked.append(element("p", { class: "cc-hint" }, entry.hint));
			picked.append(element("button", { type: "button", class: "cc-link", onclick: again }, texts.change));
			find(".cc-picker-search", picker).hidden = true;
			picked.hidden = false;
			const place = find('[data-error-for="classifier"]');
			if (place) show_error(place, "");
			mark_required(select);
			select.dispatchEvent(new Event("change", { bubbles: true }));
			if (!quietly) picked.focus();
		}

		function again() {
			select.value = "";
			find(".cc-picker-search", picker).hidden = false;
			picked.hidden = true;
			mark_required(select);
			search.focus();
		}

		offer_likely(select, by_code, button_of, (entry) => choose(entry.option.value, true));
		search.addEventListener("input", type);
		search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
		select.hidden = true;
		picker.hidden = false;
		show_groups();
		if (select.value) choose(select.value, true);
	}

	// Under the description: what such texts mostly were about, as long as no entry is chosen.
	function offer_likely(select, by_code, button_of, choose) {
		const place = find("[data-likely]");
		const described = place && document.getElementById(place.dataset.likely);
		if (!described) return;
		const status = find("[role=status]", place);
		const results = find(".cc-picker-results", place);
		let asked = 0;
		let timer = null;
		const is_open = () => !select.value || select.value === "other";

		function show(words, entries) {
			status.textContent = words;
			results.replaceChildren(...entries.map((entry) => button_of(entry, () => take(entry))));
			place.hidden = !words;
		}

		function take(entry) {
			asked++;
			choose(entry);
			show(say(texts.chosen, entry.title), []);
			described.focus();
		}

		async function look_up() {
			const mine = ++asked;
			const text = described.value.trim();
			if (!is_open()) return;
			const body = new FormData();
			body.append("description", text);
			const answer = text.length >= SHORTEST ? await post("likely_entries", body) : {};
			if (mine !== asked || !is_open()) return;
			const entries = (answer.message || []).map((code) => by_code.get(code)).filter(Boolean);
			show(entries.length ? texts.likely : "", entries);
		}

		described.addEventListener("input", () => {
			clearTimeout(timer);
			timer = setTimeout(look_up, LIKELY_PAUSE);
		});
		select.addEventListener("change", () => (is_open() ? look_up() : show("", [])));
	}

	function mark_required(select) {
		const option = select.selectedOptions[0];
		const required = ((option && option.dataset.required) || "").split(" ");
		for (const name of ["flat", "building", "district"]) {
			const mark = find(`[data-field="${name}"] .cc-optional`);
			if (mark) mark.hidden = required.includes(name);
		}
		for (const field of all("[data-own]")) field.hidden = !required.includes(field.dataset.field);
	}

	Object.assign(cc, { entry_picker, mark_required });
})((window.contact_center_portal = window.contact_center_portal || {}));
