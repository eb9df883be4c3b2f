"""The executor's desk in a browser: on a phone with a thumb, at a screen with keys, and with a line that breaks (P4)."""

import io

import frappe
import kit
import pytest
from PIL import ExifTags, Image
from playwright.sync_api import expect

from contact_center.control.redirect import redirect
from contact_center.reading import picture_measures
from contact_center.regulation.facts import Kind

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
DESK = "/app/executor-desk"
ROWS = ".executor-row"


def opened(sign_in, person: str = "water", width: int = 390):
	page = sign_in(kit.email(person), width)
	page.goto(DESK)
	page.wait_for_function(
		"window.contact_center?.box?.ready && document.querySelector('.executor-row, .executor-empty')"
	)
	page.wait_for_load_state("networkidle")
	return page


def sent(**other):
	task = kit.task_of(kit.registered(**other))
	frappe.db.commit()
	return task


def at_work(**other):
	task = kit.task_of(kit.registered(**other))
	kit.accept(task)
	frappe.db.commit()
	return task


def row(page, task):
	return page.locator(f'[data-task="{task.name}"]')


def stage(task) -> str:
	frappe.db.rollback()
	return kit.fresh(task).stage


def lines(task, kind: Kind) -> int:
	frappe.db.rollback()
	return frappe.db.count("Request Journal", {"task": task.name, "kind": kind.value})


def step(page, task, name: str):
	return row(page, task).locator(f'[data-step="{name}"]')


def fill_report(page, task, photo=None, result: str = "Прорив усунуто, двір прибрано.") -> None:
	step(page, task, "report").click()
	sheet = page.locator("dialog.executor-sheet")
	for name, value in {
		"result": result,
		"result_unit": kit.RESULT["result_unit"],
		"result_person": kit.RESULT["result_person"],
		"result_phone": kit.RESULT["result_phone"],
	}.items():
		sheet.locator(f'[name="{name}"]').fill(value)
	sheet.locator('[name="informed_by"]').select_option("Phone")
	if photo:
		sheet.locator('[data-files="camera"]').set_input_files(photo)
		expect(sheet.locator(".executor-there")).to_have_count(1)


def send(page) -> None:
	page.locator('dialog [data-step="send"]').click()


def test_a_thumb_accepts_a_task(sign_in, shoot):
	first, second = sent(), sent(building="14", description="Прорвало трубу у дворі. " * 20)
	page = opened(sign_in)
	expect(page.locator(ROWS)).to_have_count(2)
	shoot(page, "executor-desk")
	button = step(page, first, "accept")
	assert button.bounding_box()["height"] >= 44
	button.click()
	expect(step(page, first, "report")).to_be_visible()
	expect(page.locator("#alert-container, .desk-alert").first).to_be_visible()
	assert (stage(first), stage(second)) == ("In Progress", "Registered")
	assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_several_are_accepted_at_once(sign_in, shoot):
	tasks = [sent(building=str(number)) for number in range(1, 5)]
	page = opened(sign_in)
	for task in tasks[:3]:
		row(page, task).locator("input").check()
	shoot(page, "executor-ticked")
	page.locator('[data-step="accept-all"]').click()
	for task in tasks[:3]:
		expect(step(page, task, "report")).to_be_visible()
	assert [stage(task) for task in tasks] == ["In Progress"] * 3 + ["Registered"]


def test_everything_has_a_key(sign_in, shoot):
	first, second = sent(), sent(building="14")
	page = opened(sign_in, width=1280)
	page.keyboard.press("j")
	expect(row(page, second)).to_have_attribute("aria-current", "true")
	page.keyboard.press("k")
	expect(row(page, first)).to_be_focused()
	shoot(page, "executor-keys")
	page.keyboard.press("a")
	expect(step(page, first, "report")).to_be_visible()
	page.keyboard.press("c")
	page.locator('dialog [name="text"]').fill("Бригада виїхала")
	send(page)
	expect(page.locator(".desk-alert", has_text="Коментар надіслано")).to_be_visible()
	page.evaluate("name => document.querySelector(`[data-task='${name}']`).click()", second.name)
	page.keyboard.press("n")
	page.locator('dialog [name="reason"]').fill("Не наша мережа")
	page.locator('dialog [name="proposed"]').fill("Теплові мережі району")
	shoot(page, "executor-decline")
	send(page)
	expect(row(page, second)).to_have_count(0)
	page.keyboard.press("t")
	page.locator('dialog [name="reason"]').fill("Чекаємо на засувку")
	shoot(page, "executor-term")
	send(page)
	expect(row(page, first)).to_contain_text("запитано новий строк")
	assert (stage(first), stage(second)) == ("In Progress", "Rejected")
	assert (
		"Теплові мережі району" in kit.fresh(second).reason
	)  # a name that the list does not have is not lost
	assert lines(first, Kind.COMMENTED) == 1 and lines(first, Kind.TERM_ASKED) == 1
	page.keyboard.press("Enter")
	page.wait_for_url(f"**/request-task/{first.name}*")


def test_nothing_to_do_says_what_comes(sign_in, shoot):
	page = opened(sign_in, "idler")
	expect(page.locator(".executor-empty")).to_contain_text("Усе виконано")
	shoot(page, "executor-empty")


def test_what_others_decided_meanwhile_is_told_by_name(sign_in):
	task = sent()
	page = opened(sign_in)
	with kit.acting("operator"):
		redirect(task.name, kit.EXECUTOR_OF["roads"], "Мережа дорожників", seen=kit.version(task))
	frappe.db.commit()
	step(page, task, "accept").click()
	expect(page.locator(".desk-alert", has_text="Operator")).to_be_visible()
	expect(row(page, task)).to_have_count(0)


def test_reading_anew_keeps_choice_and_elements(sign_in):
	"""No flicker: a row that did not change is the same element, and the chosen one stays chosen."""
	tasks = [sent(building=str(number)) for number in range(1, 4)]
	page = opened(sign_in, width=1280)
	page.keyboard.press("j")
	page.evaluate("document.querySelectorAll('.executor-row').forEach((row) => (row.dataset.mark = 'same'))")
	new = sent(building="77")
	with page.expect_response(lambda answer: "overview" in answer.url):
		page.evaluate("window.dispatchEvent(new Event('online'))")
	expect(row(page, new)).to_be_visible()
	expect(page.locator('[data-mark="same"]')).to_have_count(3)
	expect(row(page, tasks[1])).to_be_focused()
	expect(row(page, tasks[1])).to_have_attribute("aria-current", "true")


def test_a_result_is_reported_with_a_photo_of_the_camera(sign_in, shoot, photo):
	task = at_work()
	page = opened(sign_in)
	step(page, task, "report").click()
	sheet = page.locator("dialog.executor-sheet")
	expect(sheet).to_contain_text("Фото: потрібно")
	assert sheet.locator('[data-files="camera"]').get_attribute("capture") == "environment"
	shoot(page, "executor-report")
	page.keyboard.press("Escape")
	fill_report(page, task, photo("яма.jpg"))
	shoot(page, "executor-report-filled")
	send(page)
	expect(row(page, task)).to_have_count(0)
	frappe.db.rollback()
	now = kit.fresh(task)
	assert now.stage == "Awaiting Confirmation" and [each.kind for each in now.evidence] == ["Photo"]
	# who reported is known the next time
	other = at_work(building="14")
	page.reload()
	page.wait_for_selector(ROWS)
	step(page, other, "report").click()
	expect(page.locator('dialog [name="result_unit"]')).to_have_value(kit.RESULT["result_unit"])


def test_a_large_photo_becomes_smaller_and_keeps_its_time_and_place(sign_in, tmp_path):
	"""R6.3.3: what the evidence checks read of a camera is the same before and after."""
	task = at_work()
	path = tmp_path / "велике.jpg"
	path.write_bytes(of_a_camera())
	page = opened(sign_in)
	fill_report(page, task, path)
	send(page)
	expect(row(page, task)).to_have_count(0)
	frappe.db.rollback()
	file = frappe.get_doc("File", {"attached_to_doctype": "Request Task", "attached_to_name": task.name})
	content = open(file.get_full_path(), "rb").read()
	assert len(content) < 0.7 * path.stat().st_size
	_gray, before = picture_measures.opened(path.read_bytes())
	_gray, after = picture_measures.opened(content)
	assert (after.taken, after.position) == (before.taken, before.position) and after.position and after.taken
	kept = Image.open(io.BytesIO(content))
	# the camera was held upright: the picture is now, and says so
	assert (
		kept.size[0] < kept.size[1]
		and max(kept.size) == 2560
		and kept.getexif()[ExifTags.Base.Orientation] == 1
	)


def of_a_camera() -> bytes:
	"""A photo of a phone held upright, 3600 × 2700, with time, place and orientation in its EXIF."""
	picture = Image.effect_noise((3600, 2700), 60).convert("RGB")
	exif = Image.Exif()
	exif[ExifTags.Base.Orientation] = 6
	exif[ExifTags.IFD.Exif] = {ExifTags.Base.DateTimeOriginal: "2026:03:02 11:22:33"}
	exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (47.0, 54.0, 35.0), 3: "E", 4: (33.0, 23.0, 30.0)}
	content = io.BytesIO()
	picture.save(content, "JPEG", quality=92, exif=exif)
	return content.getvalue()


def test_an_executor_lands_at_the_desk(sign_in):
	task = sent()
	page = sign_in(kit.email("water"), 390)
	page.goto("/app")
	page.wait_for_url("**/executor-desk")
	expect(row(page, task)).to_be_visible()
	page.goto("/app/my-tasks")
	expect(page.get_by_text("Робочий стіл виконавця").first).to_be_visible()
