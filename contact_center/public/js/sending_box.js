// The sending box: what was written and photographed is kept on this device from the first stroke, and sent once.
//
// An item is {about, title, state, values, files, method, args, …}. `about` names what it is for, such as «report TASK»:
// there is one item about a thing. Its states: "written" (a draft), "waiting" (to be sent, whenever there is a network),
// "refused" (the server said no, in `says`; the words stay). Files go first, each by its own key; then `method` is called
// with `args`. The server does once what comes twice, by these keys and the version in `args`, so that whatever is not
// known to have arrived is sent again. An item is its writer's: signing out and another account end it.

frappe.provide("contact_center.box");

Object.assign(contact_center.box, {
	FIRST_PAUSE: 2_000, // milliseconds; doubled after each try in vain
	LONGEST_PAUSE: 60_000,
	MOST_TRIES: 6, // of what the server fails at
	LOCK: "contact-center-box", // one tab sends

	items: new Map(),
	listeners: new Set(),
	is_session_over: false,

	start() {
		if (this.ready) return this.ready;
		this.account = frappe.session.user;
		this.ready = this.read();
		window.addEventListener("online", () => this.hurry());
		document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
		return this.ready;
	},

	async read() {
		this.forget_last(this.LAST + this.account);
		try {
			const items = await this.store.read(this.account);
			this.items = new Map(items.map((item) => [item.about, item]));
			this.is_kept = true;
		} catch {
			// A private window of some browsers keeps nothing: what is written lives as long as the page.
			this.is_kept = false;
		}
		this.run();
	},

	// `listen(event, item, answer)`: "changed", "progress", "sent", "refused", "gone" (another tab has sent it).
	on(listen) {
		this.listeners.add(listen);
	},

	tell(event, item = null, answer = null) {
		for (const listen of this.listeners) listen(event, item, answer);
	},

	random_key: () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(""),

	find(about) {
		return this.items.get(about) || null;
	},

	waiting() {
		return Array.from(this.items.values()).filter(({ state }) => state === "waiting");
	},

	refused() {
		return Array.from(this.items.values()).filter(({ state }) => state === "refused");
	},

	async save(item) {
		this.items.set(item.about, item);
		if (this.is_kept) await this.store.put(item).catch(() => (this.is_kept = false));
		this.tell("changed", item);
	},

	// Keeps what is written now; what was given once (title, method …) stays. Nothing is lost while it is being sent.
	async keep(about, given) {
		const base = { id: `${this.account} ${about}`, account: this.account, about, key: this.random_key(), state: "written", files: [], values: {}, tries: 0 };
		const item = Object.assign(this.find(about) || base, given, { at: Date.now() });
		await this.save(item);
		return item;
	},

	// A photo or paper of the item; `more`: {kind} and whatever else belongs to it.
	async add_file(about, blob, name, more = {}) {
		const item = this.find(about) || (await this.keep(about, {}));
		const file = { key: this.random_key(), name, type: blob.type, size: blob.size, sent: null, ...more };
		this.blobs ??= new Map();
		this.blobs.set(file.key, blob);
		// The bytes first: an item never names a file that is not there.
		if (this.is_kept) await this.store.put_file({ key: file.key, account: this.account, blob }).catch(() => (this.is_kept = false));
		item.files = [...item.files, file];
		await this.save(item);
		return file;
	},

	async drop_file(about, key) {
		const item = this.find(about);
		item.files = item.files.filter((file) => file.key !== key);
		await this.save(item);
		this.blobs?.delete(key);
		if (this.is_kept) await this.store.drop_file(key).catch(() => null);
	},

	async blob_of(file) {
		const kept = this.is_kept ? await this.store.file(file.key).catch(() => null) : null;
		return kept?.blob || this.blobs?.get(file.key) || null;
	},

	async drop(about) {
		const item = this.find(about);
		if (!item) return;
		this.items.delete(about);
		if (this.is_kept) await this.store.drop(item).catch(() => null);
		this.tell("changed", item);
	},

	// Hands the item over: from now on it is sent as soon as that can be done. `given`: {title, method, args, upload:
	// {method, args}, rows_as or lines_as: name of the argument with the files, values}. Resolves once it is kept.
	async hand_over(about, given) {
		await this.keep(about, { ...given, state: "waiting", tries: 0, fails: 0, next: 0, says: "" });
		this.run();
	},

	// Back to a draft, to be written on.
	async take_back(about) {
		const item = this.find(about);
		if (item) await this.save(Object.assign(item, { state: "written" }));
	},

	// What forms remember of the last time, under names that begin so, is its writer's too.
	LAST: "contact-center-last:",

	forget_last(but = "") {
		try {
			for (const name of Object.keys(localStorage)) if (name.startsWith(this.LAST) && name !== but) localStorage.removeItem(name);
		} catch {
			// without storage nothing is remembered
		}
	},

	async clear() {
		this.items.clear();
		this.forget_last();
		await this.store.clear().catch(() => null);
		this.tell("changed");
	},

	hurry() {
		for (const item of this.waiting()) item.next = 0;
		this.run();
	},

	run() {
		clearTimeout(this.timer);
		if (this.working) return;
		const work = () => this.work();
		const alone = () => navigator.locks.request(this.LOCK, { ifAvailable: true }, (lock) => lock && work());
		this.working = (navigator.locks ? alone() : work()).finally(() => {
			this.working = null;
			this.plan();
		});
	},

	plan() {
		const moments = this.waiting().map(({ next }) => next || 0);
		if (!moments.length || this.is_session_over) return;
		this.timer = setTimeout(() => this.run(), Math.max(500, Math.min(...moments) - Date.now()));
	},

	async work() {
		this.is_session_over = false;
		const due = () => this.waiting().filter(({ next }) => (next || 0) <= Date.now());
		for (let item; (item = due().sort((one, other) => one.at - other.at)[0]) && !this.is_session_over; ) await this.send(item);
	},

	async send(item) {
		// Whoever is signed in by now is not the writer of this.
		if (this.post.signed_in() !== this.account) return this.trouble(item, new this.Trouble("session"));
		if (!(await this.is_still_there(item))) return this.let_go(item);
		item.is_going = true;
		try {
			for (const file of item.files.filter(({ sent }) => !sent)) await this.upload(item, file);
			const answer = await this.post.send(item.method, this.args_of(item));
			await this.drop(item.about);
			this.tell("sent", item, answer);
		} catch (trouble) {
			await this.trouble(item, trouble);
		} finally {
			item.is_going = false;
		}
	},

	let_go(item) {
		this.items.delete(item.about);
		this.tell("gone", item);
	},

	// Another tab may have sent it.
	async is_still_there({ id }) {
		if (!this.is_kept) return true;
		const kept = await this.store.item(id).catch(() => true);
		return Boolean(kept);
	},

	// The answer to each upload is {file}: as rows {kind, file, note}, or as lines, whichever the method takes.
	args_of({ args, rows_as, lines_as, files }) {
		const rows = files.map(({ kind = "", sent }) => ({ kind, file: sent.file, note: "" }));
		if (rows_as) return { ...args, [rows_as]: rows };
		return lines_as ? { ...args, [lines_as]: rows.map(({ file }) => file).join("\n") } : args;
	},

	async upload(item, file) {
		const blob = await this.blob_of(file);
		// The browser has thrown it away, for want of room: that is said, not kept quiet.
		if (!blob) throw new this.Trouble("refused", __("“{0}” is no longer on this device: take or choose it once more.", [file.name]));
		const progress = (percent) => {
			file.percent = percent;
			this.tell("progress", item);
		};
		const { method, args } = item.upload;
		file.sent = await this.post.send(method, { ...args, key: file.key }, { file: { blob, name: file.name }, progress });
		await this.save(item);
	},

	async trouble(item, trouble) {
		// Tries without a network say nothing of the server.
		if (trouble.kind === "server") item.fails = (item.fails || 0) + 1;
		const is_hopeless = item.fails > this.MOST_TRIES;
		if (trouble.kind === "refused" || is_hopeless) {
			const says = trouble.says || __("The server could not take it. Try again later, or tell the contact centre.");
			await this.save(Object.assign(item, { state: "refused", says }));
			return this.tell("refused", item);
		}
		this.is_session_over = trouble.kind === "session";
		const pause = Math.min(this.LONGEST_PAUSE, this.FIRST_PAUSE * 2 ** item.tries);
		await this.save(Object.assign(item, { tries: item.tries + 1, next: Date.now() + pause }));
	},

	// «Надсилається», «чекає мережі: 2», «сеанс завершено»: how it stands, in words; "" where nothing waits.
	words() {
		const waiting = this.waiting();
		if (!waiting.length) return "";
		if (this.is_session_over) return __("The session is over. Sign in again: what you wrote waits here.");
		if (waiting.some(({ tries }) => tries)) return __("waits for the network: {0}", [waiting.length]);
		return __("being sent: {0}", [waiting.length]);
	},
});

// At every account of ours: what another one has left on this device goes, whatever page is opened first.
$(document).on("app_ready", () => contact_center.is_ours() && contact_center.box.start());

// Signing out leaves nothing on the device; what was not sent is asked about first. The framework may ask once more: the box is
// emptied only after the server was really told. A session that ends by itself leads to the sign-in page too, and empties nothing.
(function () {
	const { logout, redirect_to_login } = frappe.Application.prototype;
	let is_signing_out = false;
	const note = (value) => (_event, _request, { url }) => {
		if (/\/logout$/.test(url || "")) is_signing_out = value;
	};
	$(document).on("ajaxSend", note(true)).on("ajaxError", note(false));

	frappe.Application.prototype.logout = async function (...given) {
		await contact_center.box.ready;
		const go = () => logout.apply(this, given);
		const left = contact_center.box.items.size;
		if (!left) return go();
		frappe.confirm(__("Not sent yet: {0}. Signing out removes it from this device. Sign out?", [left]), go);
	};

	frappe.Application.prototype.redirect_to_login = async function (...given) {
		if (is_signing_out) await contact_center.box.clear();
		return redirect_to_login.apply(this, given);
	};
})();
