"""The sending box: what was written without a network waits on the device, and is done once, whatever the line does (P4, R7.5)."""

import socket
import threading
from contextlib import suppress

import frappe
import kit
import pytest
from playwright.sync_api import expect
from test_executor_desk_pages import at_work, fill_report, lines, opened, row, send, sent, stage, step

from contact_center.control.redirect import redirect
from contact_center.regulation.facts import Kind

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
REPORT = "**/api/method/contact_center.desk.executor_desk.report"
ATTACH = "**/api/method/contact_center.desk.executor_desk.attach"
KEPT = """() => new Promise((resolve) => {
	const open = indexedDB.open("contact-center-box", 1);
	open.onsuccess = () => {
		const read = open.result.transaction(["items", "files"]);
		const [items, files] = [read.objectStore("items").count(), read.objectStore("files").count()];
		read.oncomplete = () => { open.result.close(); resolve([items.result, files.result]); };
	};
})"""


def waiting(page):
	return page.locator(".executor-note")


def files_of(task) -> int:
	frappe.db.rollback()
	return frappe.db.count("File", {"attached_to_doctype": "Request Task", "attached_to_name": task.name})


def evidence_of(task) -> int:
	return len(kit.fresh(task).evidence)


def assert_reported_once(page, task) -> None:
	page.wait_for_function(
		"window.contact_center?.box?.is_kept !== undefined && !contact_center.box.items.size"
	)
	expect(row(page, task)).to_have_count(0)
	assert stage(task) == "Awaiting Confirmation"
	assert (lines(task, Kind.EXECUTED), files_of(task), evidence_of(task)) == (1, 1, 1)
	assert page.evaluate(KEPT) == [0, 0]


def test_what_is_reported_without_a_network_is_sent_once_it_is_back(sign_in, photo, shoot):
	task, other = at_work(), sent(building="14")
	page = opened(sign_in)
	page.context.set_offline(True)
	fill_report(page, task, photo("яма.jpg"))
	send(page)
	step(page, other, "accept").click()
	expect(waiting(page)).to_contain_text("чекає мережі: 2")
	expect(row(page, task)).to_contain_text("чекає мережі")
	assert (stage(task), stage(other)) == ("In Progress", "Registered")
	page.context.set_offline(False)
	assert_reported_once(page, task)
	expect(step(page, other, "report")).to_be_visible()
	assert lines(other, Kind.ACCEPTED) == 1
	expect(waiting(page)).to_be_empty()


def test_an_answer_that_is_lost_does_nothing_twice(sign_in, photo):
	"""The server has done it, and the phone does not know: it sends the same again."""
	task = at_work()
	page = opened(sign_in)
	lost = {"attach": 0, "report": 0}

	def lose(name):
		def handle(route):
			if lost[name]:
				return route.continue_()
			lost[name] += 1
			route.fetch()  # the server gets it, and answers
			route.abort("connectionreset")

		return handle

	page.route(ATTACH, lose("attach"))
	page.route(REPORT, lose("report"))
	fill_report(page, task, photo("яма.jpg"))
	send(page)
	assert_reported_once(page, task)
	assert lost == {"attach": 1, "report": 1}


class BreakingLine:
	"""A line to the web server that breaks once, when so many bytes of an upload have gone through."""

	LET_THROUGH = 50_000

	def __init__(self, server: str):
		self.server = ("127.0.0.1", int(server.rsplit(":")[-1]))
		self.breaks = 0
		self.listener = socket.create_server(("127.0.0.1", 0))
		self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
		threading.Thread(target=self._accept, daemon=True).start()

	def _accept(self) -> None:
		with suppress(OSError):
			while True:
				near, _address = self.listener.accept()
				far = socket.create_connection(self.server)
				for ends in ((near, far), (far, near)):
					threading.Thread(target=self._carry, args=(*ends, ends[0] is near), daemon=True).start()

	def _carry(self, source: socket.socket, target: socket.socket, outward: bool) -> None:
		passed = None
		with suppress(OSError):
			while piece := source.recv(16_384):
				if outward and b"executor_desk.attach" in piece:
					passed = 0
				target.sendall(piece)
				if passed is not None and not self.breaks:
					passed += len(piece)
					if passed > self.LET_THROUGH:
						self.breaks += 1
						break
		for end in (source, target):
			with suppress(OSError):
				end.shutdown(socket.SHUT_RDWR)
			end.close()


@pytest.fixture
def line(http):
	made = BreakingLine(http)
	yield made
	made.listener.close()


def test_a_line_that_breaks_in_the_midst_of_a_photo(sign_in, photo, line):
	"""Part of a file has gone out: nothing of it is kept by the server, and it goes out whole with the next try."""
	task = at_work()
	page = sign_in(kit.email("water"))
	page.goto(f"{line.url}/app/executor-desk")
	fill_report(page, task, photo("яма.jpg"))
	send(page)
	assert_reported_once(page, task)
	assert line.breaks == 1


def test_a_task_is_accepted_and_its_result_written_before_there_is_a_network(sign_in, photo):
	task = sent()
	page = opened(sign_in)
	page.context.set_offline(True)
	step(page, task, "accept").click()
	expect(row(page, task)).to_contain_text("чекає мережі")
	fill_report(page, task, photo("яма.jpg"))
	send(page)
	expect(page.locator("dialog .executor-says").last).to_contain_text("ще не надіслано")
	page.context.set_offline(False)
	page.wait_for_function("contact_center.box.waiting().length === 0")
	page.wait_for_load_state("networkidle")
	expect(row(page, task).locator('[data-step="report"]')).to_be_attached()
	send(page)
	assert_reported_once(page, task)


def test_it_outlives_the_browser(sign_in, photo, shoot):
	"""From the first stroke: what was typed and photographed is there when the page is opened again."""
	task = at_work()
	page = opened(sign_in)
	fill_report(page, task, photo("яма.jpg"), "Полагодили, фото до")
	expect(page.locator("dialog")).to_contain_text("Збережено на цьому пристрої")
	page.close(run_before_unload=False)
	page = page.context.new_page()
	page.goto("/app/executor-desk")
	expect(row(page, task)).to_contain_text("є чернетка")
	step(page, task, "report").click()
	expect(page.locator('dialog [name="result"]')).to_have_value("Полагодили, фото до")
	expect(page.locator("dialog .executor-files li")).to_have_count(1)
	shoot(page, "executor-draft")
	page.context.set_offline(True)
	send(page)
	expect(waiting(page)).to_contain_text("чекає мережі: 1")
	page.close()
	page = page.context.new_page()
	page.context.set_offline(False)
	page.goto("/app/executor-desk")
	assert_reported_once(page, task)


def test_of_two_tabs_one_sends_it(sign_in, photo):
	task = at_work()
	page = opened(sign_in)
	sent_by = []
	page.context.route(REPORT, lambda route: route.abort())
	fill_report(page, task, photo("яма.jpg"))
	send(page)
	expect(waiting(page)).to_contain_text("чекає мережі: 1")
	second = page.context.new_page()
	second.goto("/app/executor-desk")
	expect(waiting(second)).to_contain_text("чекає мережі: 1")
	page.context.on(
		"requestfinished",
		lambda request: sent_by.append(request) if "executor_desk.report" in request.url else None,
	)
	page.context.unroute(REPORT)
	for each in (page, second):
		assert_reported_once(each, task)
	assert len(sent_by) == 1


def test_what_the_server_refuses_keeps_its_words(sign_in, photo, shoot):
	"""Another executor has the task by now: the person is told who decided, and loses nothing that was written."""
	task = at_work()
	page = opened(sign_in)
	page.context.set_offline(True)
	fill_report(page, task, photo("яма.jpg"), "Полагодили о сьомій")
	send(page)
	expect(waiting(page)).to_contain_text("чекає мережі: 1")
	kit.act(task, "Not My Competence", "water", reason="Не наше")
	with kit.acting("operator"):
		redirect(task.name, kit.EXECUTOR_OF["roads"], "Дорожники", seen=kit.version(task))
	frappe.db.commit()
	page.context.set_offline(False)
	expect(page.locator(".desk-alert", has_text="Operator")).to_be_visible(timeout=30_000)
	expect(page.locator(".executor-left")).to_contain_text("Полагодили о сьомій")
	assert page.evaluate(KEPT) == [1, 1]
	shoot(page, "executor-refused")
	page.locator('.executor-left [data-step="drop"]').click()
	page.locator(".modal.show .btn-modal-primary").click()
	expect(page.locator(".executor-left")).to_be_empty()
	assert page.evaluate(KEPT) == [0, 0]


def test_tries_without_a_network_are_no_failures_of_the_server(sign_in, photo):
	"""A day without a network, then one failure of the server: it is sent again, and not called refused."""
	task, failed = at_work(), []

	def fail_once(route):
		if failed:
			return route.continue_()
		failed.append(1)
		route.fulfill(status=500, content_type="application/json", body="{}")

	page = opened(sign_in)
	page.route(REPORT, fail_once)
	page.context.set_offline(True)
	fill_report(page, task, photo("яма.jpg"))
	send(page)
	expect(waiting(page)).to_contain_text("чекає мережі")
	page.evaluate(
		"contact_center.box.waiting().forEach((item) => (item.tries = contact_center.box.MOST_TRIES))"
	)
	page.context.set_offline(False)
	page.wait_for_function("contact_center.box.waiting().some(({ fails }) => fails)")
	page.evaluate("contact_center.box.hurry()")
	assert_reported_once(page, task)
	assert failed == [1]


def test_a_refused_result_is_corrected_and_sent_again(sign_in, photo, shoot):
	task = at_work()
	page = opened(sign_in)
	fill_report(page, task, photo("яма.jpg"))
	page.locator('dialog [name="result_phone"]').fill("123")
	send(page)
	expect(row(page, task).locator(".executor-refused")).to_be_visible()
	shoot(page, "executor-not-sent")
	step(page, task, "reopen").click()
	expect(page.locator('dialog [name="result"]')).to_have_value(kit.RESULT["result"])
	page.locator('dialog [name="result_phone"]').fill(kit.RESULT["result_phone"])
	send(page)
	assert_reported_once(page, task)


def test_a_session_that_is_over_keeps_what_was_written(sign_in, sign_in_anew, photo):
	task = at_work()
	page = opened(sign_in)
	frappe.db.delete("Sessions", {"user": kit.email("water")})
	frappe.db.commit()
	frappe.cache.delete_key("session")
	fill_report(page, task, photo("яма.jpg"))
	send(page)
	expect(waiting(page)).to_contain_text("Сеанс завершено")
	expect(waiting(page).locator("a")).to_have_attribute("href", "/login?redirect-to=/app/executor-desk")
	assert stage(task) == "In Progress"
	sign_in_anew(page, kit.email("water"))
	page.goto("/app/executor-desk")
	assert_reported_once(page, task)


def test_another_account_neither_sends_nor_sees_it(sign_in, sign_in_anew, photo):
	"""D1: a phone that is handed on."""
	task = at_work()
	page = opened(sign_in)
	page.context.set_offline(True)
	fill_report(page, task, photo("яма.jpg"))
	send(page)
	expect(waiting(page)).to_contain_text("чекає мережі: 1")
	page.context.set_offline(False)
	page.goto("about:blank")
	sign_in(kit.email("roads"))
	sign_in_anew(page, kit.email("roads"))
	page.goto("/app/executor-desk")
	expect(page.locator(".executor-empty")).to_be_visible()
	page.wait_for_function("contact_center.box.is_kept !== undefined")
	assert page.evaluate(KEPT) == [0, 0]


def test_an_account_of_the_office_leaves_nothing_of_it_either(sign_in, sign_in_anew, photo):
	task = at_work()
	page = opened(sign_in)
	fill_report(page, task, photo("яма.jpg"))
	page.evaluate("localStorage.setItem('contact-center-last:kit-water@example.com', '{}')")
	page.goto("about:blank")
	sign_in(kit.email("operator"))
	sign_in_anew(page, kit.email("operator"))
	page.goto("/app/request-type")
	page.wait_for_function("window.contact_center?.box?.is_kept")
	assert page.evaluate(KEPT) == [0, 0]
	assert (
		page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('contact-center-last'))")
		== []
	)


def test_a_session_that_ends_by_itself_empties_nothing(sign_in, photo):
	task = at_work()
	page = opened(sign_in)
	fill_report(page, task, photo("яма.jpg"))
	page.evaluate("frappe.app.handle_session_expired()")
	page.wait_for_url("**/executor-desk")  # signed in: the sign-in page leads back
	page.wait_for_function("window.contact_center?.box?.is_kept")
	assert page.evaluate(KEPT) == [1, 1]


def test_signing_out_asks_and_leaves_nothing(sign_in, photo):
	task = at_work()
	page = opened(sign_in)
	fill_report(page, task, photo("яма.jpg"))
	page.locator('dialog [data-step="close"]').click()
	assert page.evaluate(KEPT) == [1, 1]
	page.evaluate("frappe.app.logout()")
	expect(page.locator(".modal.show")).to_contain_text("Ще не надіслано: 1")
	page.locator(".modal.show .btn-modal-secondary, .modal.show .btn-modal-close").first.click()
	expect(page.locator(".modal.show")).to_have_count(0)
	assert page.evaluate(KEPT) == [1, 1]
	page.evaluate("frappe.app.logout()")
	page.locator(".modal.show .btn-modal-primary").click()
	page.wait_for_url("**/login**")
	assert page.evaluate(KEPT) == [0, 0]
