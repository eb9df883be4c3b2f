(function (cc) {
	"use strict";

	const { data, element, find, say, send, show_error, texts } = cc;

	// Files: uploaded at once, shown with their progress, removed with one press

	function uploads(input, list) {
		const limits = data.limits;
		const kept = new Map();
		const place = find('[data-error-for="files"]');

		function problem_of(file) {
			const extension = file.name.split(".").pop().toLowerCase();
			if (!limits.extensions.includes(extension)) return say(texts.wrong_kind, limits.extensions.join(", "));
			if (file.size > limits.megabytes * 1048576) return say(texts.too_large, limits.megabytes);
			return "";
		}

		function preview_of(file) {
			const kind = () =>
				element("span", { class: "cc-file-kind", "aria-hidden": "true" }, file.name.split(".").pop().toUpperCase());
			if (!file.type.startsWith("image/")) return kind();
			const image = element("img", { src: URL.createObjectURL(file), alt: "" });
			// A browser that cannot show it, as most cannot a HEIC, names the kind instead.
			image.onerror = () => image.replaceWith(kind());
			return image;
		}

		async function add(file) {
			const key = Symbol(file.name);
			const status = element("span", { class: "cc-upload-status" });
			const bar = element("progress", { max: 100, value: 0 });
			const preview = preview_of(file);
			const remove = element(
				"button",
				{ type: "button", class: "cc-button", "aria-label": say(texts.remove_file, file.name) },
				texts.remove
			);
			const row = element("li", {}, preview, element("span", { class: "cc-file-name" }, file.name), status, bar, remove);
			const state = { name: null, row };
			kept.set(key, state);
			list.append(row);
			remove.addEventListener("click", () => {
				kept.delete(key);
				row.remove();
				if (place) show_error(place, "");
				if (state.name) send("discard", new URLSearchParams({ file: state.name }));
				state.gone = true;
			});
			const problem = problem_of(file);
			if (problem) return fail(state, key, status, bar, problem);
			const body = new FormData();
			body.append("file", file, file.name);
			status.textContent = say(texts.uploading, 0);
			const answer = await send("upload", body, (percent) => {
				bar.value = percent;
				status.textContent = say(texts.uploading, percent);
			});
			if (!answer.ok) return fail(state, key, status, bar, answer.says);
			state.name = answer.message.name;
			if (state.gone) return send("discard", new URLSearchParams({ file: state.name }));
			bar.remove();
			status.textContent = texts.uploaded;
		}

		function fail(state, key, status, bar, text) {
			kept.delete(key);
			bar.remove();
			state.row.classList.add("cc-has-error");
			status.className = "cc-error";
			status.textContent = `${texts.not_uploaded}. ${text}`;
		}

		input.addEventListener("change", async (event) => {
			// The form takes an error off a field that changes; here the change itself may bring one.
			event.stopPropagation();
			const chosen = Array.from(input.files);
			input.value = "";
			if (place) show_error(place, "");
			const room = Math.max(0, limits.files - kept.size);
			if (chosen.length > room && place) show_error(place, say(texts.too_many, limits.files));
			// One after another: a phone's line is narrow.
			for (const file of chosen.slice(0, room)) await add(file);
		});

		return {
			names: () => Array.from(kept.values(), (state) => state.name).filter(Boolean),
			waiting: () => Array.from(kept.values()).some((state) => !state.name),
		};
	}

	Object.assign(cc, { uploads });
})((window.contact_center_portal = window.contact_center_portal || {}));
