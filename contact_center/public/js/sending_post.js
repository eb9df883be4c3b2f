// One call to the server, for the sending box: with progress, and with a word for whatever comes of it.

frappe.provide("contact_center.box");

// Thrown instead of an answer. `kind`: "network" (no answer, or none of ours: try again), "server" (it failed: try
// a few times), "session" (sign in again),
// "refused" (the server says why in `says`).
contact_center.box.Trouble = class extends Error {
	constructor(kind, says = "") {
		super(says || kind);
		Object.assign(this, { kind, says });
	}
};

contact_center.box.post = {
	STALLED: 60_000, // milliseconds without a byte
	AGAIN: [0, 408, 429, 502, 503, 504],

	// The account that this browser is signed in as now: another tab may have changed it.
	signed_in: () => decodeURIComponent(document.cookie.match(/(?:^|; )user_id=([^;]*)/)?.[1] || "Guest"),

	// `args`: {name: value}, `file`: a part of its own. `progress(percent)` is told while a file goes out.
	send(method, args, { file = null, progress = () => {} } = {}) {
		const body = new FormData();
		for (const [name, value] of Object.entries(args)) body.append(name, typeof value === "string" ? value : JSON.stringify(value));
		if (file) body.append("file", file.blob, file.name);
		return new Promise((resolve, reject) => {
			const request = new XMLHttpRequest();
			let timer;
			const wait = () => {
				clearTimeout(timer);
				timer = setTimeout(() => request.abort(), this.STALLED);
			};
			request.open("POST", `/api/method/${method}`);
			request.setRequestHeader("Accept", "application/json");
			request.setRequestHeader("X-Frappe-CSRF-Token", frappe.csrf_token);
			request.upload.onprogress = ({ loaded, total }) => {
				wait();
				progress(total ? Math.floor((100 * loaded) / total) : 0);
			};
			request.onloadend = () => {
				clearTimeout(timer);
				const answer = this.answer_of(request);
				if (answer instanceof Error) reject(answer);
				else resolve(answer);
			};
			wait();
			request.send(body);
		});
	},

	answer_of({ status, responseText }) {
		const { Trouble } = contact_center.box;
		const answer = this.parsed(responseText);
		if (status === 200 && answer) return answer.message ?? null;
		if (status === 413) return new Trouble("refused", __("The file is too large to be sent."));
		if (!answer || this.AGAIN.includes(status)) return new Trouble("network");
		if (status >= 500) return new Trouble("server");
		if (this.is_session_over(status, answer)) return new Trouble("session");
		return new Trouble("refused", this.words(answer));
	},

	// A page instead of an answer comes from what stands between: the Wi-Fi's own sign-in, a proxy that lost the server.
	parsed(text) {
		try {
			return JSON.parse(text);
		} catch {
			return null;
		}
	},

	is_session_over(status, { exc_type = "", session_expired }) {
		if (session_expired || status === 401 || ["CSRFTokenError", "SessionExpired"].includes(exc_type)) return true;
		return status === 403 && this.signed_in() !== frappe.session.user;
	},

	words(answer) {
		const told = this.parsed(answer._server_messages || "[]") || [];
		const texts = told.map((each) => this.parsed(each)?.message || each);
		const text = texts.join(" ") || answer.exception || "";
		return new DOMParser().parseFromString(text, "text/html").body.textContent.trim();
	},
};
