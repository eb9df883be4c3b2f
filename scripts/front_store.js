// What a production front keeps for `front.js`: assets whose address names their content, for ever; pages that the
// application calls public, as long as it says (s-maxage). Each is compressed once.
const util = require("util");
const zlib = require("zlib");

const MOST_BYTES = 64 << 20; // of all kept bodies and their compressed forms
const LARGEST = 4 << 20;
const SHORTEST = 1024; // smaller answers gain nothing by compression
const WHILE_RENEWED = 5; // seconds for which others get the older page while one request fetches the new one
const FOR_EVER = "public, max-age=31536000, immutable";

const BROTLI = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } };
const ENCODERS = {
	br: { once: (body) => util.promisify(zlib.brotliCompress)(body, BROTLI), stream: () => zlib.createBrotliCompress(BROTLI) },
	gzip: { once: util.promisify(zlib.gzip), stream: () => zlib.createGzip({ level: 5 }) },
};

const NAMED_BY_CONTENT = /^\/assets\/(?:[^?]*\/dist\/[^?]*\.[A-Z0-9]{8}\.(?:js|css)(?:$|\?)|[^?]*\?v=[0-9a-f]{12}$)/;
const is_for_ever = (url) => NAMED_BY_CONTENT.test(url);

const cookie_of = (request, name) => (`; ${request.headers.cookie || ""}`.match(`; ${name}=([^;]*)`) || [])[1] || "";
const is_guest = (request) => ["", "Guest"].includes(cookie_of(request, "sid")) && !request.headers.authorization;

// The application reads parameters of a body too, even of a GET.
const has_body = ({ headers }) => Number(headers["content-length"] || 0) > 0 || Boolean(headers["transfer-encoding"]);

// Where the answer to a request is kept: null for what is one person's, or changes something.
function key_of(request) {
	if (!["GET", "HEAD"].includes(request.method) || request.headers.range || has_body(request)) return null;
	if (is_for_ever(request.url)) return request.url;
	if (!is_guest(request)) return null;
	const { host = "", "accept-language": languages = "" } = request.headers;
	return [host, request.url, languages, cookie_of(request, "preferred_language")].join("\n");
}

// Returns for how many seconds an answer may be kept; 0 for most.
function seconds_to_keep(request, answer) {
	if (answer.statusCode !== 200 || request.method !== "GET" || answer.headers["content-encoding"]) return 0;
	const said = answer.headers["cache-control"] || "";
	// Only the application sets cookies: what it answers at the address of an asset is no asset.
	if (answer.headers["set-cookie"] || /\b(private|no-store)\b/.test(said)) return 0;
	if (is_for_ever(request.url)) return Infinity;
	if (!/\bpublic\b/.test(said)) return 0;
	return Number((said.match(/s-maxage=(\d+)/) || [])[1] || 0);
}

const accepts = (request, name) => new RegExp(`(^|[ ,])${name}(?!;q=0(?:$|,))`).test(request.headers["accept-encoding"] || "");
const encoding_for = (request) => ["br", "gzip"].find((name) => accepts(request, name)) || "";
const is_text = (headers) => /^(text\/|application\/(javascript|json|xml|manifest)|image\/svg)/.test(headers["content-type"] || "");

// How an answer that passes by is compressed; "" where it is not.
function encoding_of(request, answer) {
	const { statusCode, headers } = answer;
	const has_body = request.method !== "HEAD" && ![204, 206, 304].includes(statusCode);
	const is_small = Number(headers["content-length"] || Infinity) < SHORTEST;
	return has_body && !is_small && !headers["content-encoding"] && is_text(headers) ? encoding_for(request) : "";
}

// The headers that are about the answer, not about one connection. gunicorn closes each; a browser's stays open.
function end_to_end(headers) {
	const { connection, "keep-alive": _alive, "transfer-encoding": _chunked, date, ...rest } = headers;
	return rest;
}

function compressed_headers(headers, encoding) {
	const { "content-length": _length, ...rest } = headers;
	const varies = [headers.vary, "Accept-Encoding"].filter(Boolean).join(", ");
	// The bytes differ now, the meaning does not: that is a weak tag.
	const tag = headers.etag && !headers.etag.startsWith("W/") ? { etag: `W/${headers.etag}` } : {};
	return { ...rest, ...tag, vary: varies, "content-encoding": encoding };
}

class Store {
	constructor() {
		this.kept = new Map(); // the one used longest ago first
		this.bytes = 0;
	}

	// Returns what may be shown for the key. For an older page the first to ask gets nothing, and fetches it anew.
	find(key) {
		const entry = key && this.kept.get(key);
		if (!entry) return null;
		const over = (Date.now() - entry.made) / 1000 - entry.seconds;
		if (over > WHILE_RENEWED || (over > 0 && !entry.is_renewed)) {
			entry.is_renewed = true;
			return null;
		}
		this.kept.delete(key);
		this.kept.set(key, entry);
		return entry;
	}

	keep(key, seconds, headers, body) {
		if (body.length > LARGEST) return null;
		this.drop(key);
		const entry = { seconds, headers, made: Date.now(), is_renewed: false, forms: { "": Promise.resolve(body) }, bytes: 0 };
		this.kept.set(key, entry);
		this.count(key, entry, body.length + key.length);
		return entry;
	}

	// Resolves with the entry's body in an encoding, made once for all who ask.
	form(key, entry, encoding) {
		if (!entry.forms[encoding]) {
			entry.forms[encoding] = entry.forms[""].then(ENCODERS[encoding].once);
			entry.forms[encoding].then((body) => this.kept.get(key) === entry && this.count(key, entry, body.length)).catch(() => {});
		}
		return entry.forms[encoding];
	}

	count(key, entry, bytes) {
		entry.bytes += bytes;
		this.bytes += bytes;
		for (const oldest of this.kept.keys()) {
			if (this.bytes <= MOST_BYTES || oldest === key) break;
			this.drop(oldest);
		}
	}

	drop(key) {
		this.bytes -= this.kept.get(key)?.bytes || 0;
		this.kept.delete(key);
	}
}

module.exports = {
	...{ ENCODERS, FOR_EVER, SHORTEST, Store },
	...{ compressed_headers, encoding_for, encoding_of, end_to_end, is_for_ever, is_text, key_of, seconds_to_keep },
};
