// Makes a phone's photo smaller before it is sent, and keeps what its camera noted: when and where (R7.6).
//
// A browser's canvas writes a JPEG without the camera's notes, so that they are cut out of the original and put into the
// smaller one, with the orientation set to «upright»: the canvas has turned the picture already. Where anything about that
// is unusual, the original is sent as it is.

frappe.provide("contact_center.photos");

Object.assign(contact_center.photos, {
	LARGE: 1.5 * 1024 * 1024, // bytes; smaller ones are sent as they are
	LONGEST_SIDE: 2560, // pixels
	QUALITY: 0.85,

	// Resolves with {blob, name}: the smaller picture, or the file itself.
	async made_smaller(file) {
		const own = { blob: file, name: file.name };
		if (file.type !== "image/jpeg" || file.size <= this.LARGE) return own;
		try {
			const notes = this.notes_of(new Uint8Array(await file.arrayBuffer()));
			const smaller = await this.drawn(file);
			if (!smaller || smaller.size >= file.size) return own;
			const bytes = new Uint8Array(await smaller.arrayBuffer());
			return { blob: this.with_notes(bytes, notes), name: file.name };
		} catch {
			return own;
		}
	},

	async drawn(file) {
		const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
		const share = Math.min(1, this.LONGEST_SIDE / Math.max(picture.width, picture.height));
		const canvas = document.createElement("canvas");
		canvas.width = Math.round(picture.width * share);
		canvas.height = Math.round(picture.height * share);
		canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
		picture.close();
		return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", this.QUALITY));
	},

	// Returns the segments «Exif» of a JPEG, with the picture upright. Throws where they are not as they should be.
	notes_of(bytes) {
		if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw new Error("no JPEG");
		const found = [];
		for (let at = 2; bytes[at] === 0xff && bytes[at + 1] !== 0xda; ) {
			const length = 2 + ((bytes[at + 2] << 8) | bytes[at + 3]);
			const is_exif = bytes[at + 1] === 0xe1 && this.text(bytes, at + 4, 4) === "Exif";
			if (is_exif) found.push(this.upright(bytes.slice(at, at + length)));
			at += length;
		}
		if (found.length > 1) throw new Error("more than one Exif");
		return found[0] || new Uint8Array();
	},

	text: (bytes, at, length) => String.fromCharCode(...bytes.subarray(at, at + length)),

	// Sets the tag «Orientation» (274) of the first directory to 1; without it the picture is upright already.
	upright(segment) {
		const view = new DataView(segment.buffer, segment.byteOffset + 10);
		const is_little = view.getUint16(0) === 0x4949;
		if (view.getUint16(2, is_little) !== 42) throw new Error("no TIFF");
		const directory = view.getUint32(4, is_little);
		const count = view.getUint16(directory, is_little);
		for (let entry = directory + 2; entry < directory + 2 + 12 * count; entry += 12) {
			if (view.getUint16(entry, is_little) === 274) view.setUint16(entry + 8, 1, is_little);
		}
		return segment;
	},

	// Behind «start of image»; a canvas writes no Exif of its own, but a JFIF segment, which may follow it.
	with_notes: (bytes, notes) => new Blob([bytes.subarray(0, 2), notes, bytes.subarray(2)], { type: "image/jpeg" }),
});
