// What the sending box keeps on this device: one record an item, one a file, for the account that wrote it.

frappe.provide("contact_center.box");

contact_center.box.store = {
	DATABASE: "contact-center-box",
	LONGEST: 14 * 24 * 60 * 60 * 1000, // milliseconds that a draft is kept which nobody sends

	opened() {
		this.database ??= new Promise((resolve, reject) => {
			const request = indexedDB.open(this.DATABASE, 1);
			request.onupgradeneeded = () => {
				request.result.createObjectStore("items", { keyPath: "id" });
				request.result.createObjectStore("files", { keyPath: "key" });
			};
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error);
		});
		return this.database;
	},

	// `work` gets the two stores at once; resolves once what it did is on the disk.
	async within(mode, work) {
		const database = await this.opened();
		return new Promise((resolve, reject) => {
			const done = database["transaction"](["items", "files"], mode, { durability: "strict" });
			const request = work(done.objectStore("items"), done.objectStore("files"));
			done.oncomplete = () => resolve(request?.result);
			done.onerror = done.onabort = () => reject(done.error);
		});
	},

	all: () => contact_center.box.store.within("readonly", (items) => items.getAll()),
	item: (id) => contact_center.box.store.within("readonly", (items) => items.get(id)),
	put: (item) => contact_center.box.store.within("readwrite", (items) => items.put(item)),
	put_file: (file) => contact_center.box.store.within("readwrite", (_items, files) => files.put(file)),
	file: (key) => contact_center.box.store.within("readonly", (_items, files) => files.get(key)),
	drop_file: (key) => contact_center.box.store.within("readwrite", (_items, files) => files.delete(key)),

	drop(item) {
		return this.within("readwrite", (items, files) => {
			for (const { key } of item.files) files.delete(key);
			return items.delete(item.id);
		});
	},

	clear() {
		return this.within("readwrite", (items, files) => {
			files.clear();
			return items.clear();
		});
	},

	// Reads the account's items, and removes what another account or an old draft has left.
	async read(account) {
		const items = await this.all();
		const is_old = ({ state, at }) => state === "written" && Date.now() - at > this.LONGEST;
		const is_mine = (item) => item.account === account && !is_old(item);
		for (const item of items.filter((each) => !is_mine(each))) await this.drop(item);
		return items.filter(is_mine);
	},
};
