(function (cc) {
	"use strict";

	const { all, element, find, say, show_error, texts } = cc;

	// Choosing a classifier entry: words against title, group, hint and keywords

	// Without apostrophes: phones have none at hand, and «підїзд» means «під’їзд».
	const words_of = (text) => (text || "").toLowerCase().replace(/['’ʼ`]/g, "").match(/[\p{L}\p{N}]+/gu) || [];
	// «води», «воду», «вода»: the end of a Ukrainian word changes, its beginning stays.
	const stem_of = (word) => (word.length > 3 ? word.slice(0, Math.max(word.length > 4 ? 4 : 3, word.length - 2)) : word);

	// «на», «не», «немає» stand in every other title: they count only where nothing else is written.
	const EMPTY_WORDS = new Set(["немає", "нема", "працює", "дуже", "вже", "уже"]);

	function stems_of(text) {
		const words = words_of(text);
		const telling = words.filter((word) => word.length > 2 && !EMPTY_WORDS.has(word));
		return (telling.length ? telling : words).map(stem_of);
	}

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
				titles: words_of(option.textContent),
				others: words_of(`${option.dataset.keywords} ${option.parentElement.label} ${option.dataset.hint}`),
			}));
		const other = find('option[value="other"]', select);

		function score(entry, stems) {
			let sum = 0;
			for (const stem of stems) {
				if (entry.titles.some((word) => word.startsWith(stem))) sum += 3;
				else if (entry.others.some((word) => word.startsWith(stem))) sum += 2;
			}
			return sum;
		}

		function button_of(entry) {
			const parts = [element("strong", {}, entry.title)];
			if (entry.group) parts.push(element("span", {}, entry.group));
			return element("button", { type: "button", class: "cc-option", onclick: () => choose(entry.option.value) }, ...parts);
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

		function show_found() {
			const stems = stems_of(search.value);
			if (!stems.length) return show_groups();
			const found = entries
				.map((entry) => [score(entry, stems), entry])
				.filter(([sum]) => sum > 0)
				// Of equals the plainer one: «ліфт» is «Не працює ліфт» before it is a rarer and graver question.
				.sort((a, b) => b[0] - a[0] || a[1].titles.length - b[1].titles.length);
			const best = found.length ? found[0][0] : 0;
			const shown = found.filter(([sum]) => sum * 2 > best).slice(0, 8);
			status.textContent = shown.length ? say(texts.found, shown.length) : texts.nothing_found;
			results.replaceChildren(...shown.map(([, entry]) => button_of(entry)), other_button());
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

		search.addEventListener("input", show_found);
		search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
		select.hidden = true;
		picker.hidden = false;
		show_groups();
		if (select.value) choose(select.value, true);
	}

	function mark_required(select) {
		const option = select.selectedOptions[0];
		const required = ((option && option.dataset.required) || "").split(" ");
		for (const name of ["flat", "building", "district"]) {
			const mark = find(`[data-field="${name}"] .cc-optional`);
			if (mark) mark.hidden = required.includes(name);
		}
	}

	Object.assign(cc, { entry_picker, mark_required });
})((window.contact_center_portal = window.contact_center_portal || {}));
