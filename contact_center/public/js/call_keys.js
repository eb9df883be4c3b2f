// The keys of the operator's desk: one table, by which keys work and in which the screen names them.

frappe.provide("contact_center.call");

// `code` is the place of the key, the same in every layout of the keyboard.
contact_center.call.KEYS = {
	agree: { code: "KeyY", label: "Ctrl+Y" },
	register: { code: "Enter", label: "Ctrl+Enter" },
	residence: { code: "KeyL", label: "Ctrl+L" },
	consult: { code: "KeyD", label: "Ctrl+D" },
	appeal: { code: "KeyK", label: "Ctrl+K" },
	another: { code: "KeyM", label: "Ctrl+M" },
	anonymous: { code: "KeyI", label: "Ctrl+I" },
	fill: { code: "KeyU", label: "Ctrl+U" },
	join: { code: "KeyJ", label: "Ctrl+J" },
	end: { code: "KeyE", label: "Ctrl+E" },
};

contact_center.call.key = (name) => contact_center.call.KEYS[name].label;

// Runs `acts[name]` for each key of the table while `is_shown()`; the browser's and the framework's own meaning is set aside.
contact_center.call.listen = function (acts, is_shown) {
	document.addEventListener(
		"keydown",
		(event) => {
			if (!event.ctrlKey || event.altKey || event.shiftKey || !is_shown()) return;
			const place = event.code === "NumpadEnter" ? "Enter" : event.code;
			const name = Object.keys(acts).find((each) => contact_center.call.KEYS[each].code === place);
			if (!name) return;
			event.preventDefault();
			event.stopPropagation();
			if (!event.repeat) acts[name]();
		},
		true
	);
};
