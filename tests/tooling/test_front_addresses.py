"""What the front of `make run` passes on to the realtime server, and what it does not (D1)."""

import http.client
import os
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

FRONT = Path(__file__).parents[2] / "scripts" / "front.js"


@pytest.fixture(scope="module")
def front():
	"""The front before one listener that stands for the realtime server; `ask` gives what that has received."""
	with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_server(("127.0.0.1", 0)) as behind:
		behind.settimeout(20)
		ports = {"WEB_PORT": "18999", "SOCKETIO_PORT": str(behind.getsockname()[1]), "SITE": "kit.localhost"}
		settings = {**os.environ, **ports, "LISTEN_FD": str(listener.fileno())}
		server = subprocess.Popen(["node", str(FRONT)], env=settings, pass_fds=[listener.fileno()])
		try:
			yield listener.getsockname()[1], behind
		finally:
			server.terminate()
			server.wait(timeout=20)


def received(behind: socket.socket) -> dict[str, str]:
	"""Answer one request, and return its headers."""
	line, _ = behind.accept()
	with line:
		text = line.recv(65536).decode()
		line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
	return dict(each.lower().split(": ", 1) for each in text.split("\r\n")[1:] if ": " in each)


def ask(front, path: str, upgrades: bool = False, **headers: str) -> int:
	"""Return the status of the answer; 0 where the connection is closed without one."""
	asked = {name.replace("_", "-"): value for name, value in headers.items()}
	if upgrades:
		asked |= {"Connection": "Upgrade", "Upgrade": "websocket"}
	with closing(http.client.HTTPConnection("127.0.0.1", front[0], timeout=20)) as connection:
		try:
			connection.request("GET", path, headers=asked)
			return connection.getresponse().status
		except (http.client.RemoteDisconnected, ConnectionResetError):
			return 0


@pytest.mark.parametrize("upgrades", [False, True])
@pytest.mark.parametrize("host", ["localhost:8000", "evil.example.com", "127.0.0.1:6379"])
def test_no_client_names_whom_the_realtime_server_asks_about_its_session(front, host, upgrades):
	"""It would send the session there, and believe the answer."""
	with ThreadPoolExecutor() as pool:
		headers = pool.submit(received, front[1])
		assert ask(front, "/socket.io/?EIO=4", upgrades, Host=host) == 200
	got = headers.result()
	assert (got["host"], got["origin"]) == ("127.0.0.1:18999", "http://127.0.0.1:18999")
	assert got["x-frappe-site-name"] == "kit.localhost"


@pytest.mark.parametrize("upgrades", [False, True])
def test_a_page_of_another_site_opens_no_line_in_its_readers_name(front, upgrades):
	for origin in (
		"https://evil.example.com",
		"null",
		"http://localhost:8001",
		"https://localhost.example.com",
	):
		status = ask(front, "/socket.io/?EIO=4", upgrades, Host="localhost", Origin=origin)
		assert status == (0 if upgrades else 404), origin


@pytest.mark.parametrize(
	"path",
	[
		"/socket.io/../x",
		"/files/%2e%2e/x",
		"/files/%252e%252e%252fx",
		"/files/..%5cx",
		"/x%00",
		"/%252525252525252e/x",
	],
)
def test_an_address_that_leads_up_goes_no_further(front, path):
	assert ask(front, path) == 404
	assert ask(front, path, upgrades=True) == 0
