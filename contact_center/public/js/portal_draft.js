// What is written into a form stays on this device until it is sent, at most a day, and for its writer alone.

(function (cc) {
	"use strict";

	const { account, element, random_key, texts } = cc;

	const DRAFTS = "cc-draft:"; // the header and the sign-in page remove what begins with it
	const MINE = `${DRAFTS}${account}:`;
	const LONGEST = 24 * 60 * 60 * 1000; // milliseconds

	const is_fresh = (draft) => Boolean(draft) && Date.now() - draft.at < LONGEST;

	// Without storage there is no draft.
	function safely(work) {
		try {
			return work(localStorage);
		} catch {
			return null;
		}
	}

	const read = (key) => safely((storage) => JSON.parse(storage.getItem(key)));

	function drop_others() {
		for (const key of safely(Object.keys) || []) {
			const is_of_draft = key.startsWith(DRAFTS);
			if (is_of_draft && !(key.startsWith(MINE) && is_fresh(read(key)))) safely((storage) => storage.removeItem(key));
		}
	}

	const is_kept = (input) => input.name && !["file", "submit", "button"].includes(input.type) && input.name !== "csrf_token";
	const is_ticked = (input) => ["checkbox", "radio"].includes(input.type);

	function values_of(form) {
		const values = {};
		for (const input of Array.from(form.elements).filter(is_kept)) {
			if (input.type === "checkbox") values[input.name] = input.checked;
			else if (!is_ticked(input) || input.checked) values[input.name] = input.value;
		}
		return values;
	}

	function fill(form, values) {
		for (const input of Array.from(form.elements).filter(is_kept)) {
			if (!(input.name in values)) continue;
			if (input.type === "checkbox") input.checked = values[input.name];
			else if (input.type === "radio") input.checked = input.value === values[input.name];
			else input.value = values[input.name];
		}
	}

	// `name`: what the form is for. `is_restored`: whether something had been written before; `files`: what was uploaded
	// then. `save` is called with the uploaded files when they change. `key` is sent along: by it the server knows the form
	// again, sent twice or after a crash of this browser.
	function keep_draft(form, name) {
		const place = MINE + name;
		const before = read(place);
		const is_restored = is_fresh(before);
		let files = (is_restored && before.files) || [];
		const key = (is_restored && before.key) || random_key();
		if (is_restored) fill(form, before.values);

		function save(changed) {
			if (changed) files = changed;
			safely((storage) => storage.setItem(place, JSON.stringify({ at: Date.now(), key, values: values_of(form), files })));
		}

		for (const kind of ["input", "change"]) form.addEventListener(kind, () => save());
		function forget() {
			safely((storage) => storage.removeItem(place));
			take_files(name);
		}

		return { name, key, is_restored, files, save, forget };
	}

	// Photos that could not be sent, because the session was over: the browser keeps them until their owner is back.

	const DATABASE = "cc-draft-files";

	function opened() {
		return new Promise((resolve, reject) => {
			const request = indexedDB.open(DATABASE, 1);
			request.onupgradeneeded = () => request.result.createObjectStore("files", { autoIncrement: true });
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error);
		});
	}

	function done(request) {
		return new Promise((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error);
		});
	}

	async function in_files(work) {
		const database = await opened();
		try {
			return await work(database["transaction"]("files", "readwrite").objectStore("files"));
		} finally {
			database.close();
		}
	}

	// `name`: of the form. Resolves with whether the browser has it; some keep nothing, in a private window for instance.
	async function keep_file(name, file) {
		try {
			await in_files((files) => done(files.add({ account, name, at: Date.now(), file })));
			return true;
		} catch {
			return false;
		}
	}

	// Resolves with the files of this form; nothing is left of them, nor of what is old or another account's.
	async function take_files(name) {
		try {
			return await in_files(async (files) => {
				const taken = [];
				const [keys, all] = [await done(files.getAllKeys()), await done(files.getAll())];
				for (const [place, kept] of all.entries()) {
					const is_mine = kept.account === account && is_fresh(kept);
					if (is_mine && kept.name !== name) continue;
					if (is_mine) taken.push(kept.file);
					await done(files.delete(keys[place]));
				}
				return taken;
			});
		} catch {
			return [];
		}
	}

	// The way back to this page, through signing in, in the same tab.
	function sign_in_link() {
		const here = window.location.pathname + window.location.search;
		return element("a", { href: `/login?redirect-to=${encodeURIComponent(here)}` }, texts.sign_in);
	}

	drop_others();
	Object.assign(cc, { keep_draft, keep_file, take_files, sign_in_link });
})((window.contact_center_portal = window.contact_center_portal || {}));
