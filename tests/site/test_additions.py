"""What the applicant adds to a filed request, and how the result is rated (R3.4, R6.3.3, P1, D1)."""

import frappe
import kit
import pytest
from frappe.desk.doctype.notification_log import notification_log
from kit_files import upload
from kit_portal import committed, post

from contact_center.control import additions, confirmation
from contact_center.portal import queries
from contact_center.record import checking, journal

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city")
TEXT = "Вода дійшла вже до підʼїзду"


def add(request, text: str = TEXT, by: str = "citizen", files=()) -> None:
	with kit.acting(by):
		additions.supplement(request.name, kit.email(by), text, files)


def rung(request) -> set[str]:
	rows = frappe.get_all("Notification Log", {"document_name": request.name}, pluck="for_user")
	return set(rows)


@pytest.fixture
def started(city):
	return kit.registered()


def test_the_operators_of_the_request_hear_what_was_added(started):
	"""R3.4: the journal has it, the bell rings, the applicant sees it among the own lines."""
	add(started)
	assert kit.kinds(started)[-1] == "Commented"
	assert rung(started) == {kit.email("operator")}
	[own] = [line for line in journal.public_timeline(started.name) if line["own"]]
	assert own["text"] == TEXT


def test_before_anybody_took_it_up_all_operators_hear(city):
	request = kit.filed()
	add(request)
	assert {kit.email("operator"), kit.email("supervisor")} <= rung(request)


def test_an_executor_does_not_read_it(started):
	"""D1: it may name people; the operator passes on what is needed."""
	add(started, "Подзвоніть Заявниченко Оксані")
	assert "Заявниченко" not in str(journal.timeline("Request Task", kit.task_of(started).name))
	assert not rung(started) & {kit.email("water")}


def test_neither_bell_nor_journal_names_the_account(started):
	"""D1."""
	add(started)
	rows = frappe.get_all("Notification Log", {"document_name": started.name}, "*")
	lines = frappe.get_all("Request Journal", {"request": started.name, "text": TEXT}, "*")
	assert rows and lines and kit.email("citizen") not in str(rows) + str(lines)


def test_the_bell_of_the_desk_opens(started):
	"""The framework asks who each row is from."""
	add(started)
	with kit.acting("operator"):
		shown = notification_log.get_notification_logs()
	[row] = [each for each in shown["notification_logs"] if each.document_name == started.name]
	assert TEXT in row.subject and kit.email("citizen") not in str(shown)


def test_what_was_added_changes_nothing_else(started):
	"""A comment decides nothing: stage, deadlines and the record stay as they are."""
	before = {field: kit.fresh(started).get(field) for field in ("stage", "due", "return_count")}
	add(started)
	assert {field: kit.fresh(started).get(field) for field in before} == before
	assert checking.check(started.name) == []


@pytest.mark.parametrize("by", ["neighbour", "stranger", "water", "operator"])
def test_another_adds_nothing(started, by):
	before = kit.kinds(started)
	with pytest.raises(frappe.PermissionError):
		add(started, by=by)
	assert kit.kinds(started) == before


def ended(way: str):
	if way == "closed":
		request = kit.executed()
		kit.confirm_and_close(request)
		return request
	return kit.act(kit.filed(), "Reject", "operator", reason="Не до міста")


@pytest.mark.parametrize("way", ["closed", "rejected"])
def test_a_finished_request_takes_nothing_more(city, way):
	request = ended(way)
	with pytest.raises(frappe.ValidationError):
		add(request)
	assert not queries.my_request(kit.email("citizen"), request.name)["can_supplement"]


@pytest.mark.parametrize("text", ["", "   ", "я" * 5001])
def test_nothing_and_too_much_are_refused(started, text):
	with pytest.raises(frappe.ValidationError):
		add(started, text)


def test_a_double_tap_is_one_addition(started):
	for _tap in range(2):
		add(started)
	assert kit.kinds(started).count("Commented") == 1


def test_so_many_an_hour_are_enough(started):
	for number in range(additions.MOST_AN_HOUR):
		add(started, f"{TEXT} {number}")
	with pytest.raises(frappe.RateLimitExceededError):
		add(started, "Ще одне")


def uploaded(session) -> str:
	return upload(session).json()["message"]["name"]


def files_of(request) -> list[str]:
	return frappe.get_all("File", {"attached_to_name": request.name}, pluck="file_name")


def test_a_later_photo_reaches_the_request(citizen, clean):
	"""R3.4: with words or without them; its name is in the journal."""
	request = committed(kit.registered())
	file = uploaded(citizen)
	assert post(citizen, "supplement", name=request.name, files=frappe.as_json([file])).ok
	frappe.db.rollback()
	[name] = files_of(request)
	texts = frappe.get_all("Request Journal", {"request": request.name, "kind": "Commented"}, pluck="text")
	assert len(texts) == 1 and name in texts[0]
	page = citizen.get(citizen.url(f"/my-requests/{request.name}"), timeout=60).text
	assert "Ви додали" in page and name in page


def test_a_photo_comes_with_a_dispute(citizen, clean):
	"""R6.3.3."""
	request = committed(kit.executed())
	file, seen = uploaded(citizen), kit.version(request)
	answer = post(
		citizen, "dispute", name=request.name, seen=seen, text="Тече далі", files=frappe.as_json([file])
	)
	assert answer.ok, answer.text
	frappe.db.rollback()
	assert len(files_of(request)) == 1 and kit.fresh(request).applicant_answer == "Disputed"


def commented(request) -> list[str]:
	return frappe.get_all("Request Journal", {"request": request.name, "kind": "Commented"}, pluck="text")


@pytest.mark.parametrize("comment", ["", "Вода дійшла до підʼїзду"])
def test_an_addition_with_a_photo_that_is_sent_again_is_one(citizen, clean, comment):
	"""The answer may be lost on the way: the second try finds everything done."""
	request = committed(kit.registered())
	files = frappe.as_json([uploaded(citizen)])
	for _tap in range(2):
		answer = post(citizen, "supplement", name=request.name, comment=comment, files=files)
		assert answer.ok, answer.text
	frappe.db.rollback()
	assert len(commented(request)) == 1 and len(files_of(request)) == 1


def test_a_second_dispute_leaves_nothing_unread(citizen, clean):
	"""R6.3.3: a double tap is one answer; other words or photos are refused, not dropped."""
	request = committed(kit.executed())
	seen = kit.version(request)
	first = {"name": request.name, "seen": seen, "text": "Тече <далі>"}
	assert post(citizen, "dispute", **first).ok and post(citizen, "dispute", **first).ok
	file = uploaded(citizen)
	for more in ({"text": "Ще й світла немає"}, {"files": frappe.as_json([file])}):
		answer = post(citizen, "dispute", **{**first, **more})
		assert answer.status_code == 417
		assert answer.json()["problem"]["kind"] == "Disputed Already"
	frappe.db.rollback()
	assert files_of(request) == [] and kit.kinds(request).count("Disputed") == 1


def test_a_file_stays_where_it_was_when_nothing_is_taken(citizen, clean):
	"""A finished request takes neither words nor files; the upload waits on."""
	request = committed(kit.act(kit.filed(), "Reject", "operator", reason="Не до міста"))
	file = uploaded(citizen)
	assert not post(citizen, "supplement", name=request.name, files=frappe.as_json([file])).ok
	frappe.db.rollback()
	assert files_of(request) == [] and frappe.db.exists("File", file)


def test_anothers_upload_is_no_addition(citizen, neighbour, clean):
	"""D1."""
	request = committed(kit.registered())
	theirs = uploaded(neighbour)
	assert not post(citizen, "supplement", name=request.name, files=frappe.as_json([theirs])).ok
	frappe.db.rollback()
	assert files_of(request) == []


def test_an_empty_addition_is_refused_at_its_field(citizen, clean):
	request = committed(kit.registered())
	answer = post(citizen, "supplement", name=request.name, comment=" ")
	assert (answer.status_code, list(answer.json()["field_errors"])) == (417, ["comment"])


def confirm(request, rating: int = 0) -> None:
	with kit.acting("citizen"):
		confirmation.confirm(request.name, kit.email("citizen"), rating=rating)


def test_the_rating_is_on_the_request_with_the_confirmation(city):
	"""P1: the journal has it, the request shows it, the record agrees."""
	request = kit.executed()
	confirm(request, 4)
	assert (kit.fresh(request).rating, kit.fresh(request).applicant_answer) == (4, "Confirmed")
	assert frappe.get_all(
		"Request Journal", {"request": request.name, "kind": "Confirmed"}, pluck="rating"
	) == [4]
	assert checking.check(request.name) == []


def test_a_confirmation_needs_no_rating(city):
	request = kit.executed()
	confirm(request)
	assert kit.fresh(request).rating == 0 and kit.fresh(request).applicant_answer == "Confirmed"


@pytest.mark.parametrize("rating", [-1, 6, 100])
def test_another_rating_confirms_nothing(city, rating):
	request = kit.executed()
	with pytest.raises(frappe.ValidationError):
		confirm(request, rating)
	assert not kit.fresh(request).applicant_answer


def test_a_rating_is_not_written_past_its_act(city):
	"""P1: nobody of the staff writes it into the form."""
	request = kit.executed()
	confirm(request, 2)
	with kit.acting("operator"):
		held = kit.fresh(request)
		held.rating = 5
		held.save()
	assert kit.fresh(request).rating == 2
