"""A citizen's page on a cheap phone and a slow line: how many bytes it is, and when something is seen (DESIGN)."""

import kit
import pytest
from kit_portal import committed

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city")

KILOBYTE = 1024
LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
"""1.6 Mbit/s and 150 ms, as CDP wants it: bytes a second."""
SLOWER, FIRST_PAINT = 4, 2000
PAINTED = (
	"performance.getEntriesByType('paint').find((each) => each.name === 'first-contentful-paint').startTime"
)


@pytest.fixture
def load(browser, front):
	"""Return `load(path, state=None)`, which opens a page in an empty browser on that line: (bytes, addresses, ms)."""
	contexts = []

	def opened(path: str, state=None) -> tuple[int, list[str], float]:
		context = browser.new_context(
			base_url=front, viewport={"width": 390, "height": 844}, locale="uk-UA", storage_state=state
		)
		contexts.append(context)
		page = context.new_page()
		wire, asked = context.new_cdp_session(page), []
		came: list[float] = []
		wire.send("Network.enable")
		wire.send("Network.emulateNetworkConditions", LINE)
		wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
		wire.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
		page.on("request", lambda request: asked.append(request.url.removeprefix(front)))
		page.goto(path)
		page.wait_for_load_state("networkidle")
		return int(sum(came)), asked, page.evaluate(PAINTED)

	yield opened
	for context in contexts:
		context.close()


@pytest.fixture
def state(sign_in, front):
	"""Return the cookies of a citizen's session; browsers send them to any port of the host."""
	return sign_in(kit.email("citizen")).context.storage_state()


def check(measured: tuple[int, list[str], float], most_kilobytes: int) -> None:
	"""Assert the page's weight, its first paint, and that it asks for nothing of the framework's."""
	came, asked, painted = measured
	assert came <= most_kilobytes * KILOBYTE, asked
	assert painted < FIRST_PAINT
	assert [path for path in asked if path.startswith("/assets/") and "/contact_center/" not in path] == []


@pytest.mark.parametrize("path", ["/home", "/repairs", f"/repairs?street={kit.STREET}"])
def test_what_everybody_opens_is_light(load, path):
	check(load(path), 150)


def test_the_state_of_a_request_is_light(load, state):
	request = committed(kit.executed())
	check(load(f"/my-requests/{request.name}", state), 150)
	check(load("/my-requests", state), 150)


def test_the_form_is_light(load, state):
	check(load("/submit-request", state), 250)
	check(load("/my-details", state), 250)
