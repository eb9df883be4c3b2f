// Forwards requests of a local contact centre: /socket.io to the realtime server, all others to gunicorn, as nginx does
// on a real server. As there, it compresses what is text, keeps assets for ever and public pages for seconds.
// An address that leads up and out of the served folders is refused here, as nginx does.
// Environment: PORT or LISTEN_FD (an open socket), WEB_PORT, SOCKETIO_PORT, SITE, LISTEN.
const http = require("http");
const net = require("net");
const front = require("./front_store.js");

const { PORT, LISTEN_FD, WEB_PORT, SOCKETIO_PORT, SITE, LISTEN = "127.0.0.1" } = process.env;
const isRealtime = (url) => url.startsWith("/socket.io");
// Connections are not reused: a request on one that gunicorn has just closed would fail.
const agent = new http.Agent({ keepAlive: false });
const portOf = (url) => Number(isRealtime(url) ? SOCKETIO_PORT : WEB_PORT);
const store = new front.Store();

// How often an address may be encoded anew; nothing honest is more than once.
const MOST_ENCODED = 4;
const SIGNS = { "%00": "\0", "%25": "%", "%2e": ".", "%2f": "/", "%5c": "/" };

// Whether the path is none of this site, or leads up, by whatever signs and however often they are encoded.
function leadsOut(url) {
	let path = url.split("?", 1)[0];
	if (!path.startsWith("/")) return true;
	for (let times = 0; /%(00|25|2e|2f|5c)/i.test(path); times++) {
		if (times === MOST_ENCODED) return true;
		path = path.replace(/%(00|25|2e|2f|5c)/gi, (sign) => SIGNS[sign.toLowerCase()]);
	}
	return path.includes("\0") || path.split(/[/\\]/).includes("..");
}

function headersFor(request) {
	// Overwrites the client's header, which Frappe's rate limits trust.
	const headers = { ...request.headers, "x-forwarded-for": request.socket.remoteAddress };
	// This front compresses; a page that it keeps is asked for whole.
	delete headers["accept-encoding"];
	if (front.key_of(request)) for (const name of ["if-none-match", "if-modified-since"]) delete headers[name];
	if (isRealtime(request.url)) {
		// The realtime server asks its "origin" who is signed in, and sends it the session: that is no client's to name.
		headers.host = `127.0.0.1:${WEB_PORT}`;
		headers.origin = `http://${headers.host}`;
		headers["x-frappe-site-name"] = SITE;
	}
	return headers;
}

// Whether a page of another site opens a line to the realtime server in the name of whoever looks at it.
function isForeign(request) {
	const { origin, host } = request.headers;
	return isRealtime(request.url) && origin !== undefined && origin.replace(/^https?:\/\//, "") !== host;
}

const isRefused = (request) => leadsOut(request.url) || isForeign(request);

function serve(request, response) {
	if (isRefused(request)) return deny(response);
	if (isRealtime(request.url)) return forward(request, response, null);
	const key = front.key_of(request);
	const entry = store.find(key);
	return entry ? show(request, response, key, entry) : forward(request, response, key);
}

function forward(request, response, key) {
	const { method, url } = request;
	const onward = http.request(
		{ agent, host: "127.0.0.1", port: portOf(url), method, path: url, headers: headersFor(request) },
		(answer) => {
			answer.on("error", () => response.destroy());
			const seconds = key ? front.seconds_to_keep(request, answer) : 0;
			if (seconds) keep(request, response, key, seconds, answer);
			else pass(request, response, answer);
		}
	);
	onward.on("error", () => refuse(response));
	response.on("close", () => onward.destroy());
	request.pipe(onward);
}

// Passes an answer on as it comes.
function pass(request, response, answer) {
	const encoding = isRealtime(request.url) ? "" : front.encoding_of(request, answer);
	const headers = front.end_to_end(answer.headers);
	if (!encoding) {
		response.writeHead(answer.statusCode, headers);
		return answer.pipe(response);
	}
	response.writeHead(answer.statusCode, front.compressed_headers(headers, encoding));
	answer.pipe(front.ENCODERS[encoding].stream()).pipe(response);
}

function keep(request, response, key, seconds, answer) {
	const parts = [];
	answer.on("data", (part) => parts.push(part));
	answer.on("end", () => {
		const headers = front.end_to_end(answer.headers);
		if (seconds === Infinity) {
			delete headers.expires;
			headers["cache-control"] = front.FOR_EVER;
		}
		const body = Buffer.concat(parts);
		const entry = store.keep(key, seconds, headers, body);
		if (entry) return show(request, response, key, entry);
		response.writeHead(answer.statusCode, headers);
		response.end(body);
	});
}

async function show(request, response, key, entry) {
	const { headers } = entry;
	const tag = headers.etag && headers.etag.replace(/^W\//, "");
	const known = tag && (request.headers["if-none-match"] || "").split(/, */).some((one) => one.replace(/^W\//, "") === tag);
	if (known) {
		const { "content-length": _length, "content-type": _type, ...rest } = headers;
		response.writeHead(304, rest);
		return response.end();
	}
	const is_worth_it = front.is_text(headers) && Number(headers["content-length"] || Infinity) >= front.SHORTEST;
	const encoding = is_worth_it ? front.encoding_for(request) : "";
	try {
		const body = await store.form(key, entry, encoding);
		const sent = encoding ? front.compressed_headers(headers, encoding) : headers;
		response.writeHead(200, { ...sent, "content-length": body.length });
		response.end(request.method === "HEAD" ? undefined : body);
	} catch {
		refuse(response);
	}
}

function refuse(response) {
	if (response.headersSent) return response.destroy();
	response.writeHead(502, { "content-type": "text/plain; charset=utf-8", "retry-after": "2" });
	response.end("Сайт ще запускається. Оновіть сторінку за кілька секунд.\n");
}

function deny(response) {
	response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
	response.end("Такої сторінки немає.\n");
}

function upgrade(request, socket, head) {
	if (isRefused(request)) return socket.destroy();
	const onward = net.connect(portOf(request.url), "127.0.0.1", () => {
		const lines = Object.entries(headersFor(request)).map(([name, value]) => `${name}: ${value}`);
		onward.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
		onward.write(head);
		onward.pipe(socket).pipe(onward);
	});
	onward.on("error", () => socket.destroy());
	socket.on("error", () => onward.destroy());
}

const server = http.createServer(serve).on("upgrade", upgrade);
if (LISTEN_FD) server.listen({ fd: Number(LISTEN_FD) });
else server.listen(Number(PORT), LISTEN);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
