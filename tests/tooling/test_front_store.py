"""What the front of `make run` keeps for others (D1)."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not shutil.which("node"), reason="Node is not installed here")
STORE = Path(__file__).parents[2] / "scripts" / "front_store.js"
ASSET = "/assets/contact_center/js/portal_core.js?v=0123456789ab"
SHARED = {"cache-control": "public, max-age=0, s-maxage=5"}


def kept(url: str, answer: dict, **asked: str):
	"""Return for how long the answer is kept; "" where requests like this are never asked about."""
	script = f"""
		const front = require({json.dumps(str(STORE))});
		const request = {json.dumps({"method": "GET", "url": url, "headers": {"host": "kit", **asked}})};
		const answer = {{ statusCode: 200, headers: {json.dumps(answer)} }};
		console.log(front.key_of(request) ? String(front.seconds_to_keep(request, answer)) : "");
	"""
	done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
	return done.stdout.strip()


@pytest.mark.parametrize(
	("url", "answer", "asked", "seconds"),
	[
		(ASSET, {}, {"cookie": "sid=0123"}, "Infinity"),
		(ASSET, {"set-cookie": ["sid=0123"]}, {"cookie": "sid=0123"}, "0"),
		(ASSET, {"cache-control": "private, no-store"}, {}, "0"),
		("/home", SHARED, {}, "5"),
		("/home", SHARED, {"cookie": "sid=Guest"}, "5"),
		("/home", {**SHARED, "set-cookie": ["sid=Guest"]}, {}, "0"),
		("/home", SHARED, {"cookie": "sid=0123"}, ""),
		("/home", SHARED, {"authorization": "token a:b"}, ""),
		("/repairs", SHARED, {"content-length": "9"}, ""),
		("/repairs", SHARED, {"transfer-encoding": "chunked"}, ""),
	],
)
def test_only_what_is_for_all_is_kept(url, answer, asked, seconds):
	assert kept(url, answer, **asked) == seconds
