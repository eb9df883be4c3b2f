"""Complaints, proposals and thanks in the account: filed once, with an answer there; nobody sees another's (R3.3a)."""

from concurrent.futures import ThreadPoolExecutor

import frappe
import kit
import pytest
from kit_city import leaving_nothing
from kit_files import upload

from contact_center.intake import appeal_acts

pytest_plugins = ["kit_city", "kit_rest", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city")

API = "/api/method/contact_center.portal.appeals."
GOOD = {
	"kind": "Complaint",
	"about": "Executor",
	"person": "водоканал",
	"text": "Обіцяли прийти о десятій і не прийшли",
	"answer_by": "Account",
}


@pytest.fixture(autouse=True)
def nothing_left():
	with leaving_nothing():
		yield


def post(session, method: str = "file", **data):
	return session.post(session.url(API + method), data, timeout=60)


def filed(session, **other) -> dict:
	answer = post(session, **{**GOOD, **other})
	assert answer.ok, answer.text
	frappe.db.rollback()
	return answer.json()["message"]


def page(session, path: str):
	return session.get(session.url(path), timeout=60)


def test_a_complaint_is_filed_with_a_card_and_an_own_page(citizen):
	made = filed(citizen)
	appeal = frappe.get_doc("Appeal", made["name"])
	assert (appeal.number, appeal.channel, appeal.applicant) == (made["number"], "Web", kit.applicant())
	assert appeal.owner == "Administrator" and [row.taken_by for row in appeal.steps] == [None]
	assert frappe.db.get_value("Interaction", appeal.interaction, "status") == "Ended"
	shown = page(citizen, made["url"]).text
	assert GOOD["text"] in shown and made["number"] in shown and "водоканал" in shown
	listed = page(citizen, "/my-appeals").text
	assert made["number"] in listed and made["url"] in listed


def test_no_request_comes_of_it(citizen):
	before = frappe.db.count("Request")
	filed(citizen)
	assert frappe.db.count("Request") == before


def test_what_is_sent_again_is_filed_once(citizen):
	with ThreadPoolExecutor(4) as pool:
		sent = [pool.submit(post, citizen, **GOOD, key="kit-appeal") for _each in range(4)]
		answers = [each.result().json()["message"] for each in sent]
	assert len({each["name"] for each in answers}) == 1
	assert filed(citizen, key="kit-appeal", text="Інші слова")["name"] != answers[0]["name"]


@pytest.mark.parametrize(
	("given", "field"),
	[
		({"kind": ""}, "kind"),
		({"kind": "Gossip"}, "kind"),
		({"about": ""}, "about"),
		({"about": "Mayor"}, "about"),
		({"person": ""}, "person"),
		({"person": "я" * 141}, "person"),
		({"text": "  "}, "text"),
		({"text": "я" * 10_001}, "text"),
		({"answer_by": "Post"}, "answer_by"),
		({"request": "no-such"}, "request"),
	],
)
def test_what_is_wrong_is_said_at_its_field(citizen, given, field):
	answer = post(citizen, **{**GOOD, **given})
	assert answer.status_code == 417 and list(answer.json()["field_errors"]) == [field]


def test_nothing_of_the_office_is_set(citizen):
	made = filed(
		citizen, executor="KIT-ROADS", stage="Answer Given", assigned_to="x", anonymous=1, channel="Phone"
	)
	appeal = frappe.get_doc("Appeal", made["name"])
	assert (appeal.executor, appeal.stage, appeal.anonymous, appeal.channel) == (
		None,
		"Under Consideration",
		0,
		"Web",
	)


def test_who_works_on_the_own_request_is_whom_it_means(citizen):
	request = kit.registered()
	frappe.db.commit()
	made = filed(citizen, request=request.name, person="")
	frappe.db.rollback()
	assert frappe.db.get_value("Appeal", made["name"], "executor") == "KIT-WATER"


def test_anothers_request_is_not_named(neighbour):
	request = kit.registered()
	frappe.db.commit()
	answer = post(neighbour, **{**GOOD, "request": request.name})
	assert answer.status_code == 417 and "request" in answer.json()["field_errors"]


@pytest.mark.parametrize("method", ["file", "withdraw"])
def test_guests_file_nothing(guest, method):
	assert post(guest, method, **GOOD, name="x").status_code in (401, 403)


def test_who_files_at_the_desk_files_nothing_here(as_user):
	assert post(as_user(kit.email("operator")), **GOOD).status_code == 403


def test_an_hour_has_so_many(citizen, setting):
	setting("Contact Center Settings", "appeals_per_hour", 1)
	filed(citizen)
	assert post(citizen, **{**GOOD, "text": "Ще одна скарга"}).status_code == 429


def test_a_blocked_number_files_none(citizen):
	kit.block(kit.memo())
	frappe.db.commit()
	assert post(citizen, **GOOD).status_code == 417


def test_nobody_sees_or_takes_back_anothers(citizen, neighbour):
	made = filed(citizen)
	shown = page(neighbour, made["url"])
	assert shown.status_code == 404 and GOOD["text"] not in shown.text
	assert post(neighbour, "withdraw", name=made["name"]).status_code == 403
	assert made["number"] not in page(neighbour, "/my-appeals").text


def test_it_is_taken_back_once(citizen):
	made = filed(citizen)
	for _click in range(2):
		assert post(citizen, "withdraw", name=made["name"], reason="Уже зателефонували").ok
	frappe.db.rollback()
	appeal = frappe.get_doc("Appeal", made["name"])
	assert appeal.stage == "Withdrawn" and len(appeal.steps) == 2
	assert appeal.modified_by == "Administrator" and appeal.steps[1].taken_by is None


def answered(name: str, text: str) -> None:
	frappe.db.rollback()
	with kit.acting("supervisor"):
		appeal_acts.answer(name, text, kit.version(frappe.get_doc("Appeal", name)))
	frappe.db.commit()


def test_the_answer_is_on_its_page_where_it_was_asked_for(citizen):
	asked, unasked = filed(citizen), filed(citizen, answer_by="", text="Просто знайте про це")
	for made in (asked, unasked):
		answered(made["name"], "Майстра попереджено")
	assert "Майстра попереджено" in page(citizen, asked["url"]).text
	assert "Майстра попереджено" not in page(citizen, unasked["url"]).text
	assert post(citizen, "withdraw", name=asked["name"]).status_code == 417


def test_pages_show_nobody_of_the_office(citizen):
	made = filed(citizen)
	answered(made["name"], "Розглянуто")
	shown = page(citizen, made["url"]).text
	assert kit.email("supervisor") not in shown and "Supervisor" not in shown


@pytest.mark.parametrize("path", ["/submit-appeal", "/my-appeals", "/my-appeals/none"])
def test_guests_are_led_to_sign_in(guest, path):
	answer = guest.get(guest.url(path), allow_redirects=False, timeout=60)
	assert answer.status_code == 302 and "/login" in answer.headers["Location"]


def test_the_page_begins_with_the_kind_of_the_link(citizen):
	shown = page(citizen, "/submit-appeal?kind=gratitude").text
	assert 'value="Gratitude" checked' in shown and 'value="Complaint" checked' not in shown
	assert page(citizen, "/submit-appeal?kind=%3Cscript%3E").ok


def test_markup_is_no_markup(citizen):
	made = filed(citizen, text="<script>alert(1)</script> скарга", person="<b>хтось</b>")
	assert "<script>alert" not in page(citizen, made["url"]).text


def test_an_empty_list_says_what_to_do(neighbour):
	assert "/submit-appeal" in page(neighbour, "/my-appeals").text


# Files


def sent_with_file(session, **other) -> tuple[dict, str]:
	file = upload(session).json()["message"]["name"]
	return filed(session, files=frappe.as_json([file]), **other), file


def test_a_file_goes_with_it_privately_and_names_no_account(citizen):
	made, name = sent_with_file(citizen)
	file = frappe.get_doc("File", name)
	assert (file.attached_to_doctype, file.attached_to_name) == ("Appeal", made["name"])
	assert (file.is_private, file.owner, file.attached_to_field) == (1, "Administrator", None)
	assert file.file_name in page(citizen, made["url"]).text


def test_a_file_that_is_sent_again_is_there_once(citizen):
	made, name = sent_with_file(citizen, key="kit-appeal-file")
	again = filed(citizen, files=frappe.as_json([name]), key="kit-appeal-file")
	assert again == made and frappe.db.count("File", {"attached_to_name": made["name"]}) == 1


@pytest.mark.parametrize(
	("person", "status"), [("operator", 200), ("management", 200), ("water", 403), ("neighbour", 403)]
)
def test_the_office_opens_the_file_and_its_executor_does_not(citizen, rest, person, status):
	_made, name = sent_with_file(citizen)
	url = frappe.db.get_value("File", name, "file_url")
	assert rest(person).get(url).status_code == status


@pytest.mark.parametrize("files", ['["unknown"]', "[[", '{"a": 1}'])
def test_what_is_no_own_waiting_file_is_refused_and_nothing_is_stored(citizen, files):
	before = frappe.db.count("Appeal")
	assert post(citizen, **GOOD, files=files).status_code == 417
	frappe.db.rollback()
	assert frappe.db.count("Appeal") == before


def test_more_files_than_a_request_takes_are_refused_at_the_field(citizen):
	many = frappe.as_json([f"file-{number}" for number in range(99)])
	answer = post(citizen, **GOOD, files=many)
	assert answer.status_code == 417 and list(answer.json()["field_errors"]) == ["files"]


def test_the_form_has_the_field_of_files(citizen):
	shown = page(citizen, "/submit-appeal").text
	assert 'id="files" type="file" multiple' in shown
