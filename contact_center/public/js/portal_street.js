(function (cc) {
	"use strict";

	const { ask, data, element, find, say, show_error, texts } = cc;

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

	// What follows from the address is shown at once: that there is no such street, the district (asked only where the
	// address leaves it open), a question about an odd building, works that are announced there.
	function address_of(form, offer) {
		const field = find('[data-field="district"]', form);
		const told = find(".cc-found-district", form);
		let last = "";
		field.hidden = true;

		function show_district(found) {
			if (found.district) {
				form.district.value = found.district;
				told.textContent = say(texts.district_is, found.title);
			} else if (!told.hidden) {
				form.district.value = "";
			}
			told.hidden = !found.district;
			field.hidden = !told.hidden || !(form.street.value.trim() || form.place.value.trim());
		}

		function show_works(works) {
			const place = find("#works-here");
			const items = works.map((work) => element("li", {}, `${work.title} (${work.whom}), ${work.when}`));
			find("ul", place).replaceChildren(...items);
			place.hidden = !works.length;
		}

		return async function () {
			const street = form.street.value.trim();
			const building = form.building.value.trim();
			if (`${street}|${building}` === last) return;
			last = `${street}|${building}`;
			const found = (street && (await ask("locate", { street, building }))) || {};
			if (form.street.value.trim() !== street) return;
			if (found.street) {
				// By a former name, or without its type: its name in use is shown before anything is sent.
				form.street.value = found.street;
				last = `${found.street}|${building}`;
			}
			show_error(find('[data-error-for="street"]', form), found.problem ? found.problem.text : "");
			offer(found.problem);
			show_question(find("#building-question"), found.question);
			show_works(found.works || []);
			show_district(found);
		};
	}

	function show_question(place, text) {
		place.textContent = text || "";
		place.hidden = !text;
	}

	// The position that the phone knows: in words, and on a map where the settings name a server of its tiles

	const LEAFLET = "/assets/frappe/js/lib/leaflet/leaflet";

	function position_of(form) {
		if (!navigator.geolocation || !window.isSecureContext) return;
		const says = find("#here-says");
		const off = find("#here-off");
		find(".cc-here").hidden = false;

		function clear() {
			form.latitude.value = form.longitude.value = "";
			show_question(find("#here-question"), "");
			find("#here-map").hidden = off.hidden = true;
		}

		const changed = () => form.dispatchEvent(new Event("change"));

		function take({ coords }) {
			form.latitude.value = coords.latitude.toFixed(6);
			form.longitude.value = coords.longitude.toFixed(6);
			changed();
			show();
		}

		async function show() {
			const [latitude, longitude] = [form.latitude.value, form.longitude.value];
			off.hidden = false;
			const found = (await ask("where", { latitude, longitude })) || {};
			if (form.latitude.value !== latitude) return;
			says.textContent = found.words ? say(texts.located_at, found.words) : texts.located;
			show_question(find("#here-question"), found.question);
			if (data.map) show_map(find("#here-map"), Number(latitude), Number(longitude));
		}

		// A draft keeps the position too.
		if (form.latitude.value) show();
		find("#here").addEventListener("click", () => {
			clear();
			says.textContent = texts.locating;
			navigator.geolocation.getCurrentPosition(take, () => (says.textContent = texts.not_located), {
				timeout: 15000,
				enableHighAccuracy: true,
			});
		});
		off.addEventListener("click", () => {
			clear();
			changed();
			says.textContent = texts.mark_removed;
			find("#here").focus();
		});
	}

	let map = null;

	// The library is fetched for the first position alone; without it the words remain.
	async function show_map(place, latitude, longitude) {
		try {
			await load_leaflet();
		} catch {
			return;
		}
		place.hidden = false;
		if (map) map.remove();
		map = L.map(place, { zoomControl: true, scrollWheelZoom: false }).setView([latitude, longitude], 16);
		const attribution = element("span", {}, data.map.attribution).innerHTML;
		L.tileLayer(data.map.tiles, { attribution, maxZoom: 19 }).addTo(map);
		L.circleMarker([latitude, longitude], { radius: 10 }).addTo(map);
	}

	function load_leaflet() {
		if (window.L) return Promise.resolve();
		document.head.append(element("link", { rel: "stylesheet", href: `${LEAFLET}.css` }));
		return new Promise((resolve, reject) => {
			document.head.append(element("script", { src: `${LEAFLET}.js`, onload: resolve, onerror: reject }));
		});
	}

	Object.assign(cc, { street_box, street_offer, address_of, position_of });
})((window.contact_center_portal = window.contact_center_portal || {}));
