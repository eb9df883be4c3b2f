// Forwards requests of a local contact centre: /socket.io to the realtime server, all others to gunicorn, as nginx does
// on a real server. Environment: PORT, WEB_PORT, SOCKETIO_PORT, SITE, LISTEN.
const http = require("http");
const net = require("net");

const { PORT, WEB_PORT, SOCKETIO_PORT, SITE, LISTEN = "127.0.0.1" } = process.env;
const isRealtime = (url) => url.startsWith("/socket.io");
// Connections are not reused: a request on one that gunicorn has just closed would fail.
const agent = new http.Agent({ keepAlive: false });
const portOf = (url) => Number(isRealtime(url) ? SOCKETIO_PORT : WEB_PORT);

function headersFor(request) {
	// Overwrites the client's header, which Frappe's rate limits trust.
	const headers = { ...request.headers, "x-forwarded-for": request.socket.remoteAddress };
	if (isRealtime(request.url)) {
		headers.origin = `http://${request.headers.host}`;
		headers["x-frappe-site-name"] = SITE;
	}
	return headers;
}

function forward(request, response) {
	const { method, url } = request;
	const onward = http.request(
		{ agent, host: "127.0.0.1", port: portOf(url), method, path: url, headers: headersFor(request) },
		(answer) => {
			response.writeHead(answer.statusCode, answer.rawHeaders);
			answer.pipe(response);
		}
	);
	onward.on("error", () => refuse(response));
	response.on("close", () => onward.destroy());
	request.pipe(onward);
}

function refuse(response) {
	if (response.headersSent) return response.destroy();
	response.writeHead(502, { "content-type": "text/plain; charset=utf-8", "retry-after": "2" });
	response.end("Сайт ще запускається. Оновіть сторінку за кілька секунд.\n");
}

function upgrade(request, socket, head) {
	const onward = net.connect(portOf(request.url), "127.0.0.1", () => {
		const lines = Object.entries(headersFor(request)).map(([name, value]) => `${name}: ${value}`);
		onward.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
		onward.write(head);
		onward.pipe(socket).pipe(onward);
	});
	onward.on("error", () => socket.destroy());
	socket.on("error", () => onward.destroy());
}

const server = http.createServer(forward).on("upgrade", upgrade);
server.listen(Number(PORT), LISTEN);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
