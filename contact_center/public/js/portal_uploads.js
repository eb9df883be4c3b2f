(function (cc) {
	"use strict";

	const { data, element, find, keep_file, random_key, say, send, show_error, show_errors, take_files, texts } = cc;
	const limits = data.limits;

	// Files: uploaded when they are chosen, shown with their progress, removed by one click

	const extension_of = (name) => name.split(".").pop().toLowerCase();

	function problem_of(file) {
		if (!limits.extensions.includes(extension_of(file.name))) return say(texts.wrong_kind, limits.extensions.join(", "));
		if (file.size > limits.megabytes * 1048576) return say(texts.too_large, limits.megabytes);
		return "";
	}

	// `picture`: address of a thumbnail. Without one, or if the browser cannot show it (HEIC), the extension is shown.
	function preview_of(file_name, picture) {
		const kind = () =>
			element("span", { class: "cc-file-kind", "aria-hidden": "true" }, extension_of(file_name).toUpperCase());
		if (!picture) return kind();
		const image = element("img", { src: picture, alt: "" });
		image.onerror = () => image.replaceWith(kind());
		return image;
	}

	// `draft.files`: answers of `upload` for files that wait on the server; `draft.save` is called with them after each
	// change.
	function uploads(input, list, draft) {
		const kept = new Set();
		const refused = new Set();
		// Several forms of a page may take files.
		const place = find('[data-error-for="files"]', input.closest("form"));
		const waiting = () => Array.from(kept).filter((state) => state.file);
		const tell = () => draft.save(waiting().map((state) => state.file));

		function row_of(file_name, picture) {
			const state = { file: null, file_name, gone: false };
			state.status = element("span", { class: "cc-upload-status" });
			state.bar = element("progress", { max: 100, value: 0 });
			const remove = element(
				"button",
				{ type: "button", class: "cc-button", "aria-label": say(texts.remove_file, file_name), onclick: () => take_off(state) },
				texts.remove
			);
			const title = element("span", { class: "cc-file-name" }, file_name);
			state.row = element("li", {}, preview_of(file_name, picture), title, state.status, state.bar, remove);
			kept.add(state);
			list.append(state.row);
			return state;
		}

		function take_off(state) {
			state.gone = true;
			kept.delete(state);
			refused.delete(state);
			state.row.remove();
			if (place) show_error(place, "");
			if (state.file) discard(state.file);
			tell();
			input.focus();
		}

		const discard = (file) => send("discard", new URLSearchParams({ file: file.name }));

		function refuse(state, text) {
			kept.delete(state);
			refused.add(state);
			state.bar.remove();
			state.row.classList.add("cc-has-error");
			state.status.className = "cc-error";
			state.status.textContent = `${texts.not_uploaded}. ${text}`;
		}

		function accept(state, { name, thumbnail }) {
			// The name of the person's own file; the server may have chosen another one.
			state.file = { name, file_name: state.file_name, thumbnail };
			if (state.gone) return discard(state.file);
			state.bar.remove();
			state.status.textContent = texts.uploaded;
			tell();
		}

		async function add(file) {
			const state = row_of(file.name, file.type.startsWith("image/") ? URL.createObjectURL(file) : "");
			const problem = problem_of(file);
			if (problem) return refuse(state, problem);
			const body = new FormData();
			body.append("file", file, file.name);
			body.append("key", random_key());
			const show = (percent) => {
				state.bar.value = percent;
				state.status.textContent = say(texts.uploading, percent);
			};
			show(0);
			const again = () => (state.status.textContent = texts.sending_again);
			const answer = await send("upload", body, { on_progress: show, on_again: again });
			if (answer.ok) return accept(state, answer.message);
			refuse(state, answer.lost && (await keep_file(draft.name, file)) ? texts.sent_later : answer.says);
			if (answer.lost) show_errors(input.form, {}, texts.session);
		}

		input.addEventListener("change", async (event) => {
			// The form removes the error of a changed field; here the change itself may cause one.
			event.stopPropagation();
			const chosen = Array.from(input.files);
			input.value = "";
			if (place) show_error(place, "");
			const room = Math.max(0, limits.files - kept.size);
			if (chosen.length > room && place) show_error(place, say(texts.too_many, limits.files));
			// One after another: a phone's connection is slow.
			for (const file of chosen.slice(0, room)) await add(file);
		});

		for (const file of draft.files) accept(row_of(file.file_name, file.thumbnail), file);
		take_files(draft.name).then(async (files) => {
			for (const file of files) await add(file);
		});

		return {
			names: () => waiting().map((state) => state.file.name),
			refused: () => Array.from(refused, (state) => state.file_name),
			waiting: () => waiting().length < kept.size,
		};
	}

	Object.assign(cc, { uploads });
})((window.contact_center_portal = window.contact_center_portal || {}));
