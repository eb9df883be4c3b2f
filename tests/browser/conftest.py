"""Give the tests a real Chromium: a signed-in page in one of two widths, and screenshots.

Screenshots go to SCREENSHOTS_DIR, by default to `screenshots/` in ARTIFACTS or in this clone.
"""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
# These tests use the city of the site's tests.
sys.path.insert(0, str(HERE.parent / "site"))

WIDTHS = {390: 844, 1280: 900}
"""{width: height} of a cheap phone and of an office screen, in CSS pixels."""
FLAGS = (
	"--no-sandbox --headless --disable-gpu --disable-quic --no-first-run --disable-background-networking "
	"--disable-component-update --disable-sync"
).split()
PASSWORD = "Kvitka-na-vikni-1520"


@pytest.fixture(autouse=True)
def db(site):
	"""Yield frappe.db. Call db.rollback() to see what the web server has committed meanwhile."""
	import frappe
	from kit_city import leaving_nothing

	frappe.db.rollback()
	frappe.set_user("Administrator")
	with leaving_nothing():
		yield frappe.db


@pytest.fixture(scope="session")
def browser():
	with sync_playwright() as playwright:
		chromium = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or None, args=FLAGS)
		yield chromium
		chromium.close()


@pytest.fixture
def new_page(browser: Browser, http: str) -> Callable[..., Page]:
	"""Yield `new_page(width=390)`, which opens a page in a new Ukrainian browser context without a login.

	A script error on a page fails the test at its end.
	"""
	contexts, errors = [], []

	def make(width: int = 390) -> Page:
		size = {"width": width, "height": WIDTHS[width]}
		context = browser.new_context(base_url=http, viewport=size, locale="uk-UA", timezone_id="Europe/Kyiv")
		context.set_default_timeout(30_000)
		contexts.append(context)
		page = context.new_page()
		page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
		return page

	yield make
	for context in contexts:
		context.close()
	assert not errors, errors


@pytest.fixture
def sign_in(new_page) -> Callable[..., Page]:
	"""Return `sign_in(email, width=390)`, which sets the user's password and opens a page signed in as the user.

	The user's list settings are deleted: the filter of another test would hide documents of this one.
	"""
	import frappe
	from frappe.core.doctype.user.user import desk_properties
	from frappe.utils.password import update_password

	def enter(email: str, width: int = 390) -> Page:
		update_password(email, PASSWORD)
		# users that were inserted as by an import lack the desk properties of other users
		frappe.db.set_value("User", email, dict.fromkeys(desk_properties, 1))
		frappe.clear_document_cache("User", email)
		frappe.db.delete("__UserSettings", {"user": email})
		frappe.cache.delete_value("_user_settings")
		frappe.db.commit()
		page = new_page(width)
		sign_in_as(page, email)
		return page

	return enter


@pytest.fixture
def sign_in_anew() -> Callable[[Page, str], None]:
	"""Return `sign_in_anew(page, email)`, which gives the page a new session, as a login in another tab does."""
	return sign_in_as


def sign_in_as(page: Page, email: str) -> None:
	answer = page.request.post("/api/method/login", form={"usr": email, "pwd": PASSWORD})
	assert answer.ok, answer.text()


@pytest.fixture(scope="session")
def pictures() -> Path:
	"""Create and return the folder of the screenshots."""
	folder = os.environ.get("SCREENSHOTS_DIR")
	path = Path(folder) if folder else Path(os.environ.get("ARTIFACTS") or HERE.parents[1], "screenshots")
	path.mkdir(parents=True, exist_ok=True)
	return path


@pytest.fixture
def shoot(pictures: Path) -> Callable[[Page, str], None]:
	"""Return `shoot(page, "name")`, which saves the whole page in both widths as name-390.png and name-1280.png."""

	def take(page: Page, name: str) -> None:
		before = page.viewport_size
		for width, height in WIDTHS.items():
			page.set_viewport_size({"width": width, "height": height})
			page.evaluate("scrollTo(0, 0)")
			page.wait_for_load_state("networkidle")
			page.screenshot(path=pictures / f"{name}-{width}.png", full_page=True, animations="disabled")
		page.set_viewport_size(before)

	return take


@pytest.fixture
def work_off(db, site, smtp) -> Callable[[], None]:
	"""Drop the queued jobs of other tests; return `work_off()`, which does the queued jobs and sends the letters."""
	from frappe.email.queue import flush

	def jobs(what: str) -> None:
		subprocess.run([sys.executable, HERE / "queued_jobs.py", site, what], check=True, timeout=120)
		db.rollback()

	def run() -> None:
		jobs("do")
		flush()
		db.commit()

	jobs("drop")
	db.delete("Email Queue", {"status": "Not Sent"})
	db.commit()
	return run


@pytest.fixture
def photo(tmp_path) -> Callable[[str], Path]:
	"""Return `photo("name.jpg")`, which creates a picture of a puddle, a different one each time."""
	from PIL import Image, ImageDraw

	def make(name: str) -> Path:
		noise = Image.effect_noise((1200, 900), 40).convert("RGB")
		draw = ImageDraw.Draw(noise)
		draw.rectangle((0, 620, 1200, 900), fill=(105, 108, 112))
		draw.ellipse((320, 650, 900, 830), fill=(62, 84, 110))
		content = io.BytesIO()
		noise.save(content, "JPEG", quality=80)
		path = tmp_path / name
		path.write_bytes(content.getvalue())
		return path

	return make
