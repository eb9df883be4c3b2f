// Drafts (portal_draft.js) are for their writer, who may share this device with others.
document.querySelector(".cc-sign-out").form.addEventListener("submit", () => {
	try {
		for (const key of Object.keys(localStorage)) if (key.startsWith("cc-draft:")) localStorage.removeItem(key);
		indexedDB.deleteDatabase("cc-draft-files");
	} catch {
		// Without storage there are no drafts.
	}
});
