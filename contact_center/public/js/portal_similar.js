(function (cc) {
	"use strict";

	const { ask, busy, element, find, say, send, show_errors, texts } = cc;

	// Open requests at the place that is being written, and a way to join one of them instead of filing it again.

	const CONTACTS = ["surname", "first_name", "patronymic", "phone", "notify_by", "consent"];

	function similar_requests(form, draft) {
		const part = find("#similar-here");
		let last = "";

		// `place` is what the request was offered for, whatever is written by now.
		function item(request, place) {
			const facts = [
				request.number ? say(texts.similar_number, request.number) : "",
				say(texts.similar_since, request.received),
				request.stage.charAt(0).toLowerCase() + request.stage.slice(1),
				say(texts.similar_count, request.count),
			];
			const button = element("button", { type: "button", class: "cc-button" }, texts.similar_join);
			button.addEventListener("click", () => join(request.name, place, button));
			return element(
				"li",
				{},
				element("strong", {}, request.title),
				element("span", {}, facts.filter(Boolean).join(" · ")),
				button
			);
		}

		async function join(name, place, button) {
			const body = new FormData();
			for (const [field, value] of Object.entries({ name, ...place })) body.append(field, value);
			const given = new FormData(form);
			for (const field of CONTACTS) if (given.get(field)) body.append(field, given.get(field));
			const { release, again } = busy(button, texts.sending);
			const answer = await send("joining.join", body, { on_again: again });
			if (answer.ok) {
				draft.forget();
				form.reset();
				cc.done_next("joining.join");
				return window.location.replace(answer.message.url);
			}
			release();
			show_errors(form, answer.errors, answer.says);
		}

		// An entry that is not in the list has no similar ones.
		return async function () {
			const [street, building] = [form.street.value.trim(), form.building.value.trim()];
			const classifier = form.classifier.value === "other" ? "" : form.classifier.value;
			const asked = [street, building, classifier].join("|");
			if (asked === last) return;
			last = asked;
			const place = { street, building, classifier };
			const found = (street && classifier && (await ask("joining.similar", place))) || [];
			if (asked !== last) return;
			find("ul", part).replaceChildren(...found.map((request) => item(request, place)));
			part.hidden = !found.length;
		};
	}

	Object.assign(cc, { similar_requests });
})((window.contact_center_portal = window.contact_center_portal || {}));
