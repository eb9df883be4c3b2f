(function (cc) {
	"use strict";

	const { ask, element, find, say, texts } = cc;

	// Street: a search box with a list, found by former names too

	function street_box(input, list, on_choice) {
		let found = [];
		let here = -1;
		let asked = 0;
		let timer = null;

		function close() {
			list.hidden = true;
			here = -1;
			input.setAttribute("aria-expanded", "false");
			input.removeAttribute("aria-activedescendant");
		}

		function show() {
			list.replaceChildren(
				...found.map((street, place) => {
					const parts = [element("span", {}, street.name)];
					if (street.former_names) parts.push(element("small", {}, say(texts.formerly, street.former_names)));
					return element(
						"li",
						{
							role: "option",
							id: `street-option-${place}`,
							"aria-selected": String(place === here),
							onmousedown: (event) => event.preventDefault(),
							onclick: () => choose(place),
						},
						...parts
					);
				})
			);
			list.hidden = !found.length;
			input.setAttribute("aria-expanded", String(!list.hidden));
			if (here >= 0) input.setAttribute("aria-activedescendant", `street-option-${here}`);
		}

		function choose(place) {
			input.value = found[place].name;
			close();
			on_choice();
		}

		async function look_up() {
			const mine = ++asked;
			const text = input.value.trim();
			const answer = text.length > 1 ? await ask("streets", { text }) : [];
			if (mine !== asked || document.activeElement !== input) return;
			found = answer || [];
			here = -1;
			show();
		}

		input.addEventListener("input", () => {
			clearTimeout(timer);
			timer = setTimeout(look_up, 200);
		});
		input.addEventListener("keydown", (event) => {
			if (event.key === "Escape") return close();
			if (event.key === "Enter") {
				event.preventDefault();
				if (!list.hidden && found.length) choose(Math.max(here, 0));
			}
			if (!["ArrowDown", "ArrowUp"].includes(event.key) || list.hidden) return;
			event.preventDefault();
			here = (here + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
			show();
		});
		input.addEventListener("blur", () => {
			clearTimeout(timer);
			asked++;
			close();
			on_choice();
		});
	}

	// What was typed is no street, or several are called so: those that may be meant, to choose from
	const TO_CHOOSE = ["Similar Streets", "Several Streets"];

	function street_offer(input, place) {
		const choose = (name) => {
			input.value = name;
			place.hidden = true;
			input.dispatchEvent(new Event("change", { bubbles: true }));
			input.focus();
		};
		input.addEventListener("input", () => (place.hidden = true));
		return (problem) => {
			const names = problem && TO_CHOOSE.includes(problem.kind) ? problem.values.slice(1) : [];
			place.replaceChildren(
				...names.map((name) =>
					element("button", { type: "button", class: "cc-option", onclick: () => choose(name) }, element("strong", {}, name))
				)
			);
			place.hidden = !names.length;
		};
	}

	// The district follows from the address; it is asked only where the address leaves it open
	function district_of_address(form) {
		const field = find('[data-field="district"]', form);
		const told = find(".cc-found-district", form);
		let last = "";
		field.hidden = true;

		return async function () {
			const street = form.street.value.trim();
			const building = form.building.value.trim();
			if (`${street}|${building}` === last) return;
			last = `${street}|${building}`;
			const district = street ? await ask("locate", { street, building }) : null;
			if (district && district.street && form.street.value.trim() === street) {
				// By a former name, or without its type: its name in use is shown before anything is sent.
				form.street.value = district.street;
				last = `${district.street}|${building}`;
			}
			if (district && district.district) {
				form.district.value = district.district;
				told.textContent = say(texts.district_is, district.title);
			} else if (!told.hidden) {
				form.district.value = "";
			}
			told.hidden = !(district && district.district);
			field.hidden = !told.hidden || !(street || form.place.value.trim());
		};
	}

	Object.assign(cc, { street_box, street_offer, district_of_address });
})((window.contact_center_portal = window.contact_center_portal || {}));
