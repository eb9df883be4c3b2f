"""«Мене це теж стосується»: similar requests are found, joined instead of filed again, told of, asked about and left."""

import json
from datetime import timedelta

import frappe
import kit
import pytest
from kit import LEAK, POTHOLE, SOS, STREET
from kit_portal import committed

from contact_center.control import confirmation
from contact_center.desk import forms
from contact_center.framework import limits
from contact_center.intake import joining
from contact_center.intake.similar import similar
from contact_center.portal import joined_queries, queries
from contact_center.portal import joining as portal
from contact_center.record import checking, clock, journal, messages

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city", "fresh_limits")
JOINING = "/api/method/contact_center.portal.joining."
PLACE = {"street": STREET, "building": "12", "classifier": LEAK}
WORDS = "Мій підвал, я Заявниченко, кв. 7, телефонуйте 067 111 00 01"


def other() -> str:
	return kit.applicant("neighbour")


def joined(request=None):
	"""Return a request of the citizen that the neighbour has joined."""
	request = request or kit.registered(flat="7", description=WORDS, place="під’їзд 3")
	with kit.acting("neighbour"):
		joining.join(request.name, other())
	return kit.fresh(request)


def names(found) -> list[str]:
	return [each["name"] for each in found]


def outbox(request) -> list[str]:
	"""Return the events of the messages to who has joined, of this transaction."""
	rows = frappe.get_all("Joined Applicant", {"request": request.name}, pluck="name")
	return [each.event for each in messages.pending() if each.name in rows]


# What is similar


def test_open_requests_at_the_place_are_found_the_likest_first():
	leak, hole = kit.registered(), kit.registered(classifier=POTHOLE)
	kit.registered(building="77")
	assert names(similar(STREET, "12", LEAK)) == [leak.name, hole.name]
	assert [each["same"] for each in similar(STREET, "12", LEAK)] == [True, False]
	assert names(similar(STREET, "12", LEAK, besides=leak.name)) == [hole.name]


def test_a_building_is_compared_in_its_one_form():
	request = kit.registered(building="12а")
	assert names(similar(STREET, "12 А", LEAK)) == [request.name]


@pytest.mark.parametrize("how", ["finished", "old", "switched off", "no street"])
def test_what_is_over_or_long_ago_is_not_shown(how):
	request = kit.registered()
	if how == "finished":
		kit.act(request, "Cancel", "operator", reason="не потрібно")
	if how == "old":
		long_ago = clock.to_site(clock.now() - timedelta(days=15))
		frappe.db.set_value("Request", request.name, "received_at", long_ago)
	if how == "switched off":
		frappe.db.set_single_value("Contact Center Settings", "similar_days", 0)
		frappe.clear_document_cache("Contact Center Settings", "Contact Center Settings")
	try:
		assert similar("" if how == "no street" else STREET, "12", LEAK) == []
	finally:
		frappe.clear_document_cache("Contact Center Settings", "Contact Center Settings")


def test_citizens_see_public_entries_alone_and_nothing_of_who_filed_them():
	request = kit.registered(description=WORDS, flat="7", place="під’їзд 3")
	kit.registered(classifier=SOS, description=WORDS)
	[found] = similar(STREET, "12", LEAK, to_citizen=True)
	assert set(found) == {"name", "number", "title", "received", "stage", "count", "same"}
	assert (found["name"], found["number"], found["count"]) == (request.name, request.number, 1)
	assert found["title"] == frappe.db.get_value("Classifier", LEAK, "title")


@pytest.mark.parametrize("classifier", ["", POTHOLE, SOS, "NO-SUCH"])
def test_no_citizen_learns_what_else_is_complained_of_at_an_address(classifier):
	kit.registered()
	kit.registered(classifier=SOS)
	assert similar(STREET, "12", classifier, to_citizen=True) == []


def test_similar_requests_take_as_many_queries_as_there_are_none():
	similar(STREET, "12", LEAK, to_citizen=True)
	for _each in range(4):
		kit.registered()
	with kit.counting_queries() as seen:
		assert len(similar(STREET, "12", LEAK, to_citizen=True)) == 4
	assert len(seen) <= 3


def test_similar_requests_are_read_by_an_index_of_their_own():
	rows = frappe.db.sql(
		"show index from tabRequest where Key_name = 'street_received_at_index'", as_dict=True
	)
	assert [row.Column_name for row in rows] == ["street", "received_at"]


# Joining


def test_who_joins_is_counted_and_the_journal_says_so_without_a_name():
	request = joined()
	assert request.joined_count == 1
	assert kit.kinds(request)[-1] == "Joined"
	line = frappe.get_last_doc("Request Journal", {"request": request.name, "kind": "Joined"})
	assert (line.actor, line.is_public) == (None, 0)
	row = frappe.get_doc("Joined Applicant", {"request": request.name})
	assert (row.owner, row.modified_by) == ("Administrator", "Administrator")
	assert checking.check(request.name) == []


def test_joining_twice_is_joining_once():
	request = joined(joined())
	assert request.joined_count == 1
	assert frappe.db.count("Joined Applicant", {"request": request.name}) == 1


def test_joining_changes_no_version_that_somebody_decides_on():
	request = kit.executed()
	seen = kit.version(request)
	joined(request)
	with kit.acting("operator"):
		confirmation.call_back(request.name, "Not Reached", seen=seen)


def test_who_left_may_join_again():
	request = joined()
	joining.leave(request.name, other())
	assert (kit.fresh(request).joined_count, joining.joined.has_joined(request.name, other())) == (0, False)
	joining.leave(request.name, other())
	assert kit.kinds(request).count("Left") == 1
	assert joined(request).joined_count == 1
	assert checking.check(request.name) == []


def test_nobody_joins_an_own_request():
	request = kit.registered()
	with pytest.raises(frappe.ValidationError) as refused:
		joining.join(request.name, kit.applicant())
	assert str(refused.value.problem.kind) == "Own Request"


def test_nobody_joins_or_leaves_what_is_finished():
	request = joined()
	kit.act(request, "Cancel", "operator", reason="не потрібно")
	for act in (joining.join, joining.leave):
		with pytest.raises(frappe.ValidationError) as refused:
			act(request.name, other())
		assert str(refused.value.problem.kind) == "Finished"


@pytest.mark.parametrize("act", [joining.leave, lambda *who: joining.answer_as_joined(*who, True)])
@pytest.mark.parametrize("how", ["open", "finished", "moderation", "none"])
def test_who_has_not_joined_is_refused_before_anything_is_locked(how, act):
	request = kit.filed() if how == "moderation" else kit.registered()
	if how == "finished":
		kit.act(request, "Cancel", "operator", reason="не потрібно")
	with kit.counting_queries() as seen, pytest.raises(frappe.PermissionError) as refused:
		act("NO-SUCH" if how == "none" else request.name, other())
	assert str(refused.value.problem.kind) == "Not Your Request"
	assert not any("for update" in query.lower() for query in seen)


def test_an_operator_lets_a_caller_join():
	request = kit.registered()
	with kit.acting("operator"):
		assert joining.join_for(request.name, other()) == {"number": request.number, "count": 2}


@pytest.mark.parametrize("person", ["citizen", "stranger", "water", "idler", "management", "administrator"])
def test_nobody_else_lets_others_join(person):
	request = kit.registered()
	with kit.acting(person), pytest.raises(frappe.PermissionError):
		joining.join_for(request.name, other())
	assert kit.fresh(request).joined_count == 0


# Told at each stage


def test_the_joined_are_told_at_each_stage_each_alone():
	request = joined()
	assert outbox(request) == ["joined"]
	messages.forget()
	kit.report(kit.accept(kit.task_of(request)))
	kit.return_for_rework(request)
	assert outbox(request) == ["accepted", "executed", "returned"]


def test_who_has_left_is_told_no_more():
	request = joined()
	joining.leave(request.name, other())
	messages.forget()
	kit.accept(kit.task_of(request))
	assert outbox(request) == []


def test_a_request_that_nobody_joined_asks_for_nobody():
	request = kit.registered()
	task = kit.task_of(request)
	with kit.counting_queries() as seen:
		kit.accept(task)
	assert not any("tabJoined Applicant" in query and "select" in query.lower() for query in seen)


@pytest.mark.parametrize(
	"event",
	[
		"joined",
		"registered",
		"accepted",
		"executed",
		"returned",
		"closed",
		"not_reached",
		"rejected",
		"cancelled",
	],
)
def test_a_letter_to_the_joined_names_nobody_else(event):
	request = joined(kit.executed(flat="7", description=WORDS, place="під’їзд 3"))
	row = frappe.get_doc("Joined Applicant", {"request": request.name})
	frappe.db.delete("Email Queue")
	messages.send([("Joined Applicant", row.name, event, "")])
	[queued] = frappe.get_all("Email Queue", pluck="name")
	letter = frappe.get_doc("Email Queue", queued)
	assert [each.recipient for each in letter.recipients] == [kit.email("neighbour")]
	text = frappe.utils.strip_html_tags(_decoded(letter.message))
	assert request.number in text and "Перевірочна" in text
	assert not any(
		secret in text for secret in ("Заявниченко", "110001", "111 00 01", "підвал", "під’їзд", "кв.")
	)


def _decoded(raw: str) -> str:
	from email import message_from_string, policy

	mail = message_from_string(raw, policy=policy.default)
	return mail["subject"] + mail.get_body(("html",)).get_content()


def test_a_changed_address_is_written_to():
	request = joined()
	doc = frappe.get_doc("Applicant", other())
	doc.email = "kit-new-address@example.com"
	doc.save()
	row = {"request": request.name, "applicant": other()}
	assert frappe.db.get_value("Joined Applicant", row, "applicant_email") == "kit-new-address@example.com"


# Asked at the end


def test_the_office_sees_how_many_confirm():
	request = joined(kit.executed())
	with kit.acting("neighbour"):
		joining.answer_as_joined(request.name, other(), True)
	with kit.acting("operator"):
		shown = forms._joined(kit.fresh(request))
	assert (shown["confirmed"], shown["disputed"], shown["joined"]) == (1, 0, 1)
	assert kit.kinds(request)[-1] == "Joined Answered"
	assert kit.fresh(request).applicant_answer in ("", None)


def test_the_journal_does_not_sign_the_joined_as_the_applicant():
	request = joined(kit.executed())
	with kit.acting("neighbour"):
		joining.answer_as_joined(request.name, other(), False, "досі тече")
		joining.leave(request.name, other())
	with kit.acting("citizen"):
		confirmation.confirm(request.name, kit.email("citizen"), kit.version(request))
	lines = [(line["kind"], line["actor_name"]) for line in journal.timeline("Request", request.name)]
	joined_one, applicant = frappe._("Joined Applicant"), frappe._("Applicant")
	assert lines[-4:] == [
		*(("Joined", joined_one), ("Joined Answered", joined_one), ("Left", joined_one)),
		("Confirmed", applicant),
	]


def test_a_dispute_is_shown_before_the_closing_and_may_become_a_confirmation():
	request = joined(kit.executed())
	joining.answer_as_joined(request.name, other(), False, "досі тече")
	with kit.acting("operator"):
		shown = forms._joined(kit.fresh(request))
	assert shown["disputed"] == 1
	assert [(each["answer"], each["answer_text"]) for each in shown["people"]] == [("Disputed", "досі тече")]
	joining.answer_as_joined(request.name, other(), True)
	joining.answer_as_joined(request.name, other(), True)
	assert joining.joined.answers(request.name, kit.fresh(request).executed_at)["confirmed"] == 1
	assert kit.kinds(request).count("Joined Answered") == 2


def test_what_is_said_after_the_first_dispute_is_kept_too():
	request = joined(kit.executed())
	for words in ("досі тече", "і двері зламано", "досі тече"):
		joining.answer_as_joined(request.name, other(), False, words)
	with kit.acting("operator"):
		[person] = forms._joined(kit.fresh(request))["people"]
	assert person["answer_text"] == "досі тече\nі двері зламано"
	assert kit.kinds(request).count("Joined Answered") == 2
	joining.answer_as_joined(request.name, other(), True)
	joining.answer_as_joined(request.name, other(), True)
	assert kit.kinds(request).count("Joined Answered") == 3


def test_the_joined_answer_three_times_about_one_result():
	"""Leaving and joining again begins nothing anew; another result does."""
	request = joined(kit.executed())

	def answer(confirmed):
		joining.answer_as_joined(request.name, other(), confirmed, "" if confirmed else "досі тече")

	for confirmed in (False, True, False):
		answer(confirmed)
	joining.leave(request.name, other())
	joined(request)
	with pytest.raises(frappe.ValidationError) as refused:
		answer(True)
	assert str(refused.value.problem.kind) == "Answered Often"
	assert kit.kinds(request).count("Joined Answered") == joining.MOST_ANSWERS
	long_ago = {"answered_at": kit.fresh(request).executed_at - timedelta(minutes=5)}
	frappe.db.set_value("Joined Applicant", {"request": request.name}, long_ago)
	answer(True)
	assert kit.kinds(request).count("Joined Answered") == joining.MOST_ANSWERS + 1


def test_an_answer_about_a_returned_result_counts_no_more():
	request = joined(kit.executed())
	joining.answer_as_joined(request.name, other(), False, "досі тече")
	kit.return_for_rework(request)
	before = frappe.db.get_value("Joined Applicant", {"request": request.name}, "answered_at")
	frappe.db.set_value(
		"Joined Applicant", {"request": request.name}, "answered_at", before - timedelta(minutes=5)
	)
	kit.report(kit.task_of(request))
	assert joining.joined.answers(request.name, kit.fresh(request).executed_at)["disputed"] == 0


def test_a_dispute_needs_words_and_a_result():
	request = joined(kit.executed())
	with pytest.raises(frappe.ValidationError):
		joining.answer_as_joined(request.name, other(), False, " ")
	running = joined()
	with pytest.raises(frappe.ValidationError) as refused:
		joining.answer_as_joined(running.name, other(), True)
	assert str(refused.value.problem.kind) == "Not Awaiting Confirmation"


@pytest.mark.parametrize("person", ["water", "management", "administrator", "idler"])
def test_only_the_office_sees_who_has_joined(person):
	request = joined(kit.executed())
	with kit.acting(person):
		assert forms._joined(kit.fresh(request)) is None


# What a citizen sees


def test_a_joined_request_is_among_the_own_ones_marked_as_joined():
	request, own = joined(), kit.filed("neighbour")
	rows = queries.my_requests(kit.email("neighbour"))
	assert {row.name: bool(row.get("is_joined")) for row in rows["rows"]} == {
		request.name: True,
		own.name: False,
	}
	assert (rows["current"], rows["archived"]) == (2, 0)
	kit.act(request, "Cancel", "operator", reason="не потрібно")
	assert names(queries.my_requests(kit.email("neighbour"), archived=True)["rows"]) == [request.name]


def test_the_page_of_a_joined_request_tells_nothing_of_who_filed_it():
	request = joined(kit.registered(flat="7", description=WORDS, place="під’їзд 3"))
	task = kit.accept(kit.task_of(request))
	kit.report(task, result="Прорив усунуто, Заявниченко О. повідомлено за 067 111-00-01.")
	shown = joined_queries.joined_request(kit.email("neighbour"), request.name)
	written = json.dumps(shown, ensure_ascii=False, default=str)
	assert shown["can_confirm"] and shown["can_leave"] and shown["others"] == 1
	for secret in (
		"Заявниченк",
		"Оксана",
		"111-00-01",
		"підвал",
		"під’їзд",
		"applicant",
		"flat",
		"kit-citizen",
	):
		assert secret not in written


@pytest.mark.parametrize("said", ["Пані Оксані все пояснено", "Борг сплачено О. З-ко, двері відчинив син"])
def test_who_did_the_work_is_shown_and_nothing_of_what_they_write(said):
	"""No filter knows all forms of a name."""
	request = joined(kit.registered())
	task = kit.report(kit.accept(kit.task_of(request)), result=said)
	shown = joined_queries.joined_request(kit.email("neighbour"), request.name)
	title = frappe.db.get_value("Executor", task.executor, "title")
	assert [(set(each), each["executor_title"]) for each in shown["results"]] == [
		({"executor_title", "on"}, title)
	]
	assert said not in json.dumps(shown, ensure_ascii=False, default=str)


def test_the_words_of_who_withdraws_are_not_shown_and_those_of_the_office_are():
	request = joined(kit.filed())
	from contact_center.intake import filing

	with kit.acting("citizen"):
		filing.withdraw(request.name, kit.email("citizen"), "сусід уже полагодив")
	withdrawn = joined_queries.joined_request(kit.email("neighbour"), request.name)
	assert [each["text"] for each in withdrawn["timeline"]] == [""] * len(withdrawn["timeline"])
	other = joined()
	kit.act(other, "Cancel", "operator", reason="Роботи виконано за іншою заявкою")
	cancelled = joined_queries.joined_request(kit.email("neighbour"), other.name)
	assert cancelled["timeline"][-1]["text"] == "Роботи виконано за іншою заявкою"


def test_comments_for_the_applicant_are_not_shown_to_the_joined():
	from contact_center.control import comments

	request = joined()
	with kit.acting("operator"):
		comments.comment("Request", request.name, "Чекаємо на насос", is_public=1, for_executors=0)
	shown = joined_queries.joined_request(kit.email("neighbour"), request.name)
	assert "насос" not in json.dumps(shown, ensure_ascii=False, default=str)


def test_what_the_office_asks_the_applicant_is_nothing_for_the_joined():
	from contact_center.control import asking

	request = joined(kit.filed())
	messages.forget()
	with kit.acting("operator"):
		asking.ask(request.name, "Чи ви вдома ввечері?")
	assert outbox(request) == []
	shown = joined_queries.joined_request(kit.email("neighbour"), request.name)
	assert "вдома" not in json.dumps(shown, ensure_ascii=False, default=str)
	assert len(shown["timeline"]) == 1


@pytest.mark.parametrize("how", ["never", "left", "filer", "Guest"])
def test_the_page_is_for_who_has_joined(how):
	request = kit.registered() if how == "never" else joined()
	if how == "left":
		joining.leave(request.name, other())
	user = {"filer": kit.email("citizen"), "Guest": "Guest"}.get(how, kit.email("neighbour"))
	assert joined_queries.joined_request(user, request.name) is None


# Over HTTP


def call(session, method, **data):
	return session.post(session.url(JOINING + method), data, timeout=60)


def test_the_whole_way_of_a_citizen(neighbour, http):
	request = committed(kit.registered(flat="7", description=WORDS))
	found = neighbour.get(
		neighbour.url(JOINING + "similar"), params={"street": STREET, "building": "12", "classifier": LEAK}
	).json()["message"]
	assert names(found) == [request.name]
	assert call(neighbour, "join", name=request.name, **PLACE).json()["message"] == {
		"url": f"/my-requests/{request.name}"
	}
	page = neighbour.get(neighbour.url(f"/my-requests/{request.name}")).text
	assert "Ви приєдналися до цієї заявки" in page and request.number in page
	assert not any(secret in page for secret in ("Заявниченко", "підвал", "кв. 7", "110001"))
	assert "Ви приєдналися" in neighbour.get(neighbour.url("/my-requests")).text
	assert call(neighbour, "confirm", name=request.name).status_code == 417
	frappe.db.rollback()
	kit.report(kit.accept(kit.task_of(request)))
	frappe.db.commit()
	assert call(neighbour, "dispute", name=request.name, text="тече").ok
	assert call(neighbour, "leave", name=request.name).ok
	assert neighbour.get(neighbour.url(f"/my-requests/{request.name}")).status_code == 404


def test_what_a_citizen_may_not_do(neighbour, citizen, guest):
	hidden, own = kit.registered(classifier=SOS), committed(kit.registered())
	assert call(neighbour, "join", name=hidden.name, **PLACE).status_code == 403
	assert call(neighbour, "join", name="NO-SUCH", **PLACE).status_code in (403, 404)
	assert call(citizen, "join", name=own.name, **PLACE).status_code == 417
	for method in ("leave", "confirm", "dispute"):
		assert call(neighbour, method, name=own.name, text="x").status_code == 403
		assert call(guest, method, name=own.name, text="x").status_code in (401, 403)
	assert call(guest, "join", name=own.name).status_code in (401, 403)
	assert guest.get(guest.url(JOINING + "similar"), params={"street": STREET}).status_code in (401, 403)
	frappe.db.rollback()
	assert frappe.db.count("Joined Applicant", {"request": ("in", [own.name, hidden.name])}) == 0


@pytest.mark.parametrize(
	"place",
	[
		{},
		{"street": STREET},
		{"classifier": LEAK},
		{**PLACE, "building": "14"},
		{**PLACE, "street": "вул. Інша Вигадана"},
		{**PLACE, "classifier": POTHOLE},
		{**PLACE, "classifier": SOS},
		{**PLACE, "classifier": "%"},
		{**PLACE, "street": "%"},
	],
)
def test_a_known_name_opens_no_request_without_its_place(place):
	"""Who has joined reads on: where, what, who works on it, what the office writes."""
	request = kit.registered()
	with kit.acting("neighbour"):
		with pytest.raises(frappe.PermissionError) as refused:
			portal.join(request.name, **place)
		assert str(refused.value.problem.kind) == "Not to Join"
		assert joined_queries.joined_request(kit.email("neighbour"), request.name) is None


@pytest.mark.parametrize("how", ["a number", "old", "finished", "anybody's entry"])
def test_what_is_not_offered_at_its_own_place_is_not_joined(how):
	request = kit.registered(classifier=SOS if how == "anybody's entry" else LEAK)
	if how == "finished":
		kit.act(request, "Cancel", "operator", reason="не потрібно")
	if how == "old":
		long_ago = clock.to_site(clock.now() - timedelta(days=15))
		frappe.db.set_value("Request", request.name, "received_at", long_ago)
	name = request.number if how == "a number" else request.name
	with kit.acting("neighbour"), pytest.raises(frappe.PermissionError):
		portal.join(name, **{**PLACE, "classifier": request.classifier})
	assert kit.fresh(request).joined_count == 0


def test_what_newer_requests_pushed_off_the_list_is_joined_still():
	request = kit.registered()
	earlier = {
		name: kit.fresh(request).get(name) - timedelta(hours=1) for name in ("received_at", "received_utc")
	}
	frappe.db.set_value("Request", request.name, earlier)
	for _each in range(6):
		kit.registered()
	assert request.name not in names(similar(STREET, "12", LEAK, to_citizen=True))
	with kit.acting("neighbour"):
		portal.join(request.name, **{**PLACE, "building": "12 "})
	assert kit.fresh(request).joined_count == 1


def test_nothing_of_the_request_of_others_is_open_to_who_joined(neighbour, http):
	"""Files, acts of the applicant's, the document itself."""
	request = joined(kit.executed())
	frappe.db.commit()
	portal = "/api/method/contact_center.portal.api."
	for method in ("confirm", "dispute", "reopen", "cancel", "supplement"):
		answer = neighbour.post(
			neighbour.url(portal + method), {"name": request.name, "comment": "x", "text": "x"}
		)
		assert answer.status_code == 403, (method, answer.text)
	assert neighbour.get(neighbour.url(f"/api/resource/Request/{request.name}")).status_code == 403
	for path in frappe.get_all(
		"File", {"attached_to_name": ("in", [request.name, kit.task_of(request).name])}, pluck="file_url"
	):
		assert neighbour.get(neighbour.url(path)).status_code in (403, 404)


@pytest.mark.parametrize("method", ["join", "leave", "confirm", "dispute"])
def test_no_account_fills_the_journal_of_somebody_elses_request(method):
	request = joined(kit.executed())
	for _each in range(portal.ACTS_AN_HOUR):
		limits.count("joined_acts", kit.email("neighbour"))
	before = kit.kinds(request)
	with kit.acting("neighbour"), pytest.raises(frappe.RateLimitExceededError):
		getattr(portal, method)(request.name, **({"text": "тече"} if method == "dispute" else {}))
	assert kit.kinds(request) == before
	with kit.acting("stranger"), pytest.raises(frappe.PermissionError):
		portal.leave(request.name)


def test_joining_and_leaving_on_end_are_counted():
	request = joined()
	with kit.acting("neighbour"), pytest.raises(frappe.RateLimitExceededError):
		for _each in range(portal.ACTS_AN_HOUR):
			portal.leave(request.name)
			portal.join(request.name, **PLACE)
	assert kit.kinds(request).count("Left") == portal.ACTS_AN_HOUR / 2


def test_no_account_joins_on_end(setting, neighbour):
	setting("Contact Center Settings", "submissions_per_hour", 1)
	first, second = kit.registered(), committed(kit.registered(building="14"))
	assert call(neighbour, "join", name=first.name, **PLACE).ok
	assert call(neighbour, "join", name=second.name, **{**PLACE, "building": "14"}).status_code == 429
