"""What was found about evidence, beside it in the operator's forms; the executor's form has none of it (R6.3.3)."""

import io
import random

import frappe
import kit
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from contact_center.execution import evidence_checks

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


def photo(seed: int, size: tuple[int, int] = (640, 480), turn: int = 0) -> bytes:
	numbers, image, content = random.Random(seed), Image.new("RGB", size, "gray"), io.BytesIO()
	draw = ImageDraw.Draw(image)
	for _spot in range(150):
		x, y, radius = (numbers.randrange(limit) for limit in (*size, 60))
		color = tuple(numbers.randrange(256) for _part in range(3))
		draw.ellipse((x, y, x + radius * 2 + 4, y + radius + 4), fill=color)
	image.rotate(turn, expand=True).save(content, "JPEG", quality=70)
	return content.getvalue()


def reported(*contents: bytes):
	"""Return the checked task of a new request, reported with these photos."""
	task = kit.accept(kit.task_of(kit.registered()))
	files = [kit.hung_on(task, name=f"f{n}.jpg", content=content) for n, content in enumerate(contents)]
	words = f"Зроблено {frappe.generate_hash(length=8)}"
	task = kit.report(task, evidence=[{"kind": "Photo", "file": file} for file in files], result=words)
	evidence_checks.check(task.name)
	return kit.fresh(task)


def opened(sign_in, person: str, doctype: str, name: str):
	page = sign_in(kit.email(person), 1280)
	page.goto(f"/app/{doctype}/{name}")
	page.wait_for_load_state("networkidle")
	expect(page.locator(".page-head:visible .indicator-pill").first).to_be_visible()
	return page


def test_the_operator_reads_what_was_found_and_follows_its_link(sign_in, shoot):
	first = reported(photo(71))
	second = reported(photo(71, turn=90), photo(72, (300, 200)), photo(73))
	number = frappe.db.get_value("Request", first.request, "number")
	frappe.db.commit()
	for doctype, name in (("request", second.request), ("request-task", second.name)):
		page = opened(sign_in, "operator", doctype, name)
		found = page.locator(".contact-center-findings:visible")
		expect(found).to_have_count(2)
		expect(found.first).to_contain_text("дуже схоже фото вже додавали до заявки")
		expect(found.last).to_contain_text("Фото замале: 300×200")
		expect(page.locator(".contact-center-checks:visible")).to_contain_text("рішення за вами")
		shoot(page, f"evidence-{doctype}")
	found.first.get_by_role("link", name=number).click()
	page.wait_for_url(f"**/{first.request}")


def test_good_evidence_takes_one_quiet_line(sign_in):
	task = reported(photo(74))
	frappe.db.commit()
	page = opened(sign_in, "operator", "request", task.request)
	expect(page.locator(".contact-center-checks:visible")).to_have_text(
		"Перевірено автоматично: зауважень немає."
	)
	expect(page.locator(".contact-center-findings:visible")).to_have_count(0)


def test_the_executor_sees_nothing_of_it(sign_in):
	task = reported(photo(75, (300, 200)))
	frappe.db.commit()
	page = opened(sign_in, "water", "request-task", task.name)
	expect(page.locator('[data-fieldname="result"]:visible').first).to_be_visible()
	expect(page.locator(".contact-center-checks, .contact-center-findings")).to_have_count(0)


def test_the_list_of_checks_reads_as_people_speak(sign_in, shoot):
	task = reported(photo(76, (300, 200)))
	frappe.db.commit()
	page = opened_list(sign_in)
	expect(page.locator(".list-row").filter(has_text="Переглянути")).to_have_count(1)
	shoot(page, "evidence-checks")
	[check] = frappe.get_all("Evidence Check", {"task": task.name, "found": 1}, pluck="name")
	page.goto(f"/app/evidence-check/{check}")
	expect(page.locator(".contact-center-findings:visible")).to_contain_text("Фото замале")
	shoot(page, "evidence-check")


def opened_list(sign_in):
	page = sign_in(kit.email("supervisor"), 1280)
	page.goto("/app/evidence-check")
	page.wait_for_load_state("networkidle")
	return page
