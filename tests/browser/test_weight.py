"""A citizen's page on a cheap phone and a slow line: how many bytes it is, and for what the first paint waits (DESIGN).

The clock of a machine that runs tests says little about a phone. What a page makes a phone wait for says it: round trips
and bytes. The paint itself, with the line and the processor slowed down, was 0.6 to 1.6 s on a busy machine.
"""

import kit
import pytest
from kit_files import with_photo
from kit_portal import committed

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city")

KILOBYTE = 1024
BYTES_A_MS, ROUND_TRIP = 200, 150
"""A line of 1.6 Mbit/s and 150 ms."""
TRIPS = 4
"""Address and encryption, the page, and what blocks its paint, which is asked for all at once."""
FIRST_PAINT, OF_SERVER_AND_PHONE = 2000, 1000
BLOCKING = """() => performance.getEntriesByType("resource")
	.filter((each) => each.renderBlockingStatus === "blocking").map((each) => new URL(each.name).pathname)"""


@pytest.fixture
def load(browser, front):
	"""Return `load(path, state=None)`, which opens a page in an empty browser: ({address: bytes}, what blocks paint)."""
	contexts = []

	def opened(path: str, state=None) -> tuple[dict[str, int], list[str]]:
		context = browser.new_context(
			base_url=front, viewport={"width": 390, "height": 844}, locale="uk-UA", storage_state=state
		)
		contexts.append(context)
		page = context.new_page()
		wire, addresses, came = context.new_cdp_session(page), {}, {}
		wire.send("Network.enable")
		wire.on(
			"Network.responseReceived",
			lambda event: addresses.update({event["requestId"]: event["response"]["url"]}),
		)
		wire.on(
			"Network.loadingFinished",
			lambda event: came.update(
				{addresses[event["requestId"]].removeprefix(front): int(event["encodedDataLength"])}
			),
		)
		page.goto(path)
		page.wait_for_load_state("networkidle")
		return came, page.evaluate(BLOCKING)

	yield opened
	for context in contexts:
		context.close()


@pytest.fixture
def state(sign_in, front):
	"""Return the cookies of a citizen's session; browsers send them to any port of the host."""
	return sign_in(kit.email("citizen")).context.storage_state()


def check(load, path: str, most_kilobytes: int, state=None) -> None:
	"""Assert the page's weight, what its first paint waits for, and that it asks for nothing of the framework's."""
	came, blocking = load(path, state)
	assert sum(came.values()) <= most_kilobytes * KILOBYTE, came
	assert blocking == ["/assets/contact_center/css/portal.css"]
	awaited = sum(
		size for address, size in came.items() if address.split("?")[0] in (path.split("?")[0], *blocking)
	)
	assert TRIPS * ROUND_TRIP + awaited / BYTES_A_MS < FIRST_PAINT - OF_SERVER_AND_PHONE
	assert [each for each in came if each.startswith("/assets/") and "/contact_center/" not in each] == []


@pytest.mark.parametrize(
	"path",
	[
		"/home",
		"/repairs",
		f"/repairs?street={kit.STREET}",
		"/help",
		"/services",
		"/login",
		"/update-password?key=x",
		"/nowhere",
	],
)
def test_what_everybody_opens_is_light(load, path):
	check(load, path, 150)


def test_the_state_of_a_request_is_light(load, state):
	request = committed(kit.executed())
	check(load, f"/my-requests/{request.name}", 150, state)
	check(load, "/my-requests", 150, state)


def test_many_photos_are_light_too(load, state, photo):
	"""Pictures come as small ones, the first of them; the others when somebody wants to see them."""
	request = kit.filed("citizen")
	for number in range(10):
		with_photo(request, photo(f"{number}.jpg").read_bytes())
	path = f"/my-requests/{request.name}"
	check(load, path, 150, state)
	came, _blocking = load(path, state)
	assert sum("files.download" in address for address in came) == 4


def test_the_form_is_light(load, state):
	check(load, "/submit-request", 250, state)
	check(load, "/my-details", 250, state)
