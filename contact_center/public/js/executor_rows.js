// A row of the executor's desk: what, where, until when, and the next step under the thumb.

frappe.provide("contact_center.executor");

// `desk` takes the steps; `is_active`: chosen, so that it shows all of its steps; `item`: what of it waits to be sent.
contact_center.executor.row = function (desk, task, { is_active, is_ticked, has_draft, item }) {
	const { make, may } = contact_center.executor;
	const head = make("div", { class: "executor-head" }, [
		may(task, "accept") && !item && tick(),
		make("h3", {}, [
			task.first && make("span", { class: "executor-first", text: task.type }),
			make("span", { text: task.title }),
		]),
	]);
	return make("li", { id: `executor-${task.name}`, class: "executor-row", tabindex: is_active ? "0" : "-1", "data-task": task.name, "aria-current": is_active && "true" }, [
		head,
		contact_center.executor.deadline_of(task),
		make("p", { class: "executor-place" }, [make("span", { text: task.address || __("no address") }), map()]),
		make("p", { class: "executor-wording", text: task.wording }),
		task.returned_for && make("p", { class: "executor-returned" }, [make("b", { text: `${__("Returned for rework:")} ` }), task.returned_for]),
		task.handed_note && make("p", { class: "executor-note", text: `${__("Handed to {0}", [task.handed_to])}: ${task.handed_note}` }),
		make("p", { class: "text-muted executor-facts", text: facts().filter(Boolean).join(" · ") }),
		item ? contact_center.executor.sending(desk, task, item) : steps(),
	]);

	function tick() {
		const box = make("input", { type: "checkbox", "aria-label": __("Select {0}", [task.number]), on: { change: () => desk.tick(task.name) } });
		box.checked = is_ticked;
		return make("label", { class: "executor-tick" }, [box]);
	}

	function map() {
		const [latitude, longitude] = task.coordinates.split(", ");
		if (!longitude) return null;
		const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=18/${latitude}/${longitude}`;
		return make("a", { href, target: "_blank", rel: "noopener noreferrer", text: __("Show on the map") });
	}

	function facts() {
		return [
			task.number,
			task.first ? "" : task.type,
			desk.has_several_executors() && desk.executor_title(task.executor),
			task.lead ? "" : __("not the lead"),
			task.handed_to && !task.handed_note && __("Handed to {0}", [task.handed_to]),
			task.anonymous && __("anonymous applicant"),
			task.asked_at && __("a new term is asked for"),
			!task.returned_for && task.returns && __("returns: {0}", [task.returns]),
			has_draft && __("an unsent draft"),
		];
	}

	function steps() {
		const { button } = contact_center.executor;
		const primary = task.group === "to_accept" ? accept() : may(task, "report") ? report() : null;
		const more = is_active && [
			task.group === "returned" && accept(),
			may(task, "decline") && button(__("Not Ours"), () => desk.decline(task), { key: "N", "data-step": "decline" }),
			may(task, "ask_for_term") && task.due && !task.asked_at && button(__("New Term"), () => desk.ask_for_term(task), { key: "T", "data-step": "term" }),
			may(task, "comment") && button(__("Comment"), () => desk.comment(task), { key: "C", "data-step": "comment" }),
			button(__("Open the Task"), () => desk.open(task), { key: "Enter", "data-step": "open" }),
		];
		return make("div", { class: "executor-steps" }, [primary, ...(more || [])]);
	}

	function accept() {
		const style = task.group === "to_accept" ? "btn-primary" : "btn-default";
		return contact_center.executor.button(__("Accept"), () => desk.accept([task]), { key: "A", style, "data-step": "accept" });
	}

	function report() {
		return contact_center.executor.button(__("Report the Result"), () => desk.report(task), { key: "R", style: "btn-primary", "data-step": "report" });
	}
};

// «Взяти в роботу: лишилося 1 год 20 хв · 28.11.2026, 14:30»: words and the exact moment, red once it is past.
contact_center.executor.deadline_of = function (task) {
	const { make } = contact_center.executor;
	const { speech } = contact_center;
	if (task.group === "waiting") {
		return make("p", { class: "executor-deadline", text: __("The result waits for the contact centre") });
	}
	if (!task.deadline) return make("p", { class: "executor-deadline", text: __("No fixed term: under control until wholly done") });
	const what = task.group === "to_accept" ? __("Accept:") : __("Do:");
	const is_late = speech.is_past(task.deadline);
	return make("p", { class: `executor-deadline ${is_late ? "executor-late" : ""}` }, [
		make("span", { text: `${what} ` }),
		make("b", { text: speech.time_left(task.deadline) }),
		make("span", { text: ` · ${__("until {0}", [speech.moment(task.deadline)])}` }),
	]);
};

// What of the task is on its way, waits or was refused: the words are not lost, and the person is told so.
contact_center.executor.sending = function (desk, task, item) {
	const { make, button } = contact_center.executor;
	if (item.state === "refused") {
		return make("div", { class: "executor-refused", role: "alert" }, [
			make("p", {}, [make("b", { text: `${__("Not sent: {0}", [item.title])}. ` }), item.says]),
			make("div", { class: "executor-steps" }, [
				button(__("Open What I Wrote"), () => desk.reopen(task, item), { style: "btn-primary", "data-step": "reopen" }),
				button(__("Throw It Away"), () => desk.throw_away(item), { "data-step": "drop" }),
			]),
		]);
	}
	const going = item.files?.find(({ sent, percent }) => !sent && percent);
	const words = item.tries ? __("{0}: waits for the network", [item.title]) : __("{0}: being sent…", [item.title]);
	// Who has no network accepts, does the work and writes its result, before any of it is sent.
	const is_accepting = item.about.startsWith("accept ");
	return make("div", { class: "executor-waits", role: "status" }, [
		make("span", { text: words }),
		going && make("progress", { max: 100, value: going.percent, "aria-label": going.name }),
		is_accepting && item.tries && button(__("Write the Result"), () => desk.report(task), { "data-step": "report" }),
	]);
};
