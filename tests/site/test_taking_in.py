"""A request filed by phone comes into an account by its number and a code; nobody learns anything without it (P1, D1)."""

import re
import sys
from functools import partial
from types import SimpleNamespace

import frappe
import kit
import pytest
from kit_city import remove_requests
from kit_portal import forget_limits

from contact_center.framework import limits
from contact_center.intake import applicants, joining, merging, one_time_codes, taking_in
from contact_center.integrations import code_senders
from contact_center.portal import queries
from contact_center.portal import taking_in as portal
from contact_center.regulation.problems import ProblemKind as Kind

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city", "fresh_limits")
METHODS = "/api/method/contact_center.portal.taking_in."
PHONE, EMAIL = "+380671110077", "kit-caller@example.com"
NOBODYS = "1520-1999-000001"
CODE = r"(?<![\d-])\d{6}\b"
"""Not the end of a number."""


def card(**other) -> str:
	"""Return a new applicant without an account, as an operator writes one down."""
	values = {
		"surname": "Телефонна",
		"first_name": "Марія",
		"phone": PHONE,
		"email": EMAIL,
		"notify_by": "Phone",
	}
	return frappe.get_doc({"doctype": "Applicant", **values, **other}).insert().name


@pytest.fixture
def caller(db):
	return card()


@pytest.fixture
def letters(monkeypatch):
	"""The letters of codes: [{way, contact, text}]."""
	sent = []

	def send(way, contact, subject, paragraphs):
		sent.append(SimpleNamespace(way=way, contact=contact, text=" ".join([subject, *paragraphs])))
		return True

	monkeypatch.setattr(code_senders, "send", send)
	return sent


@pytest.fixture
def fresh_account(db):
	"""The neighbour's account, which has filed nothing yet."""
	frappe.db.set_value("Applicant", kit.applicant("neighbour"), "user", None)
	return kit.email("neighbour")


def asked(request, letters, by: str = "neighbour", way: str = code_senders.EMAIL) -> str:
	"""Ask for a code as this account's job does; return it, "" where none was sent."""
	before = len(letters)
	with kit.acting(by):
		taking_in.send_code(request.number, kit.email(by), way)
	return re.search(CODE, letters[-1].text).group() if len(letters) > before else ""


def entered(request, code: str, by: str = "neighbour") -> str:
	with kit.acting(by):
		return taking_in.take_in(request.number, kit.email(by), code)


def refused(request, code: str, by: str = "neighbour") -> dict:
	"""Return the problem of a code that is not taken."""
	with pytest.raises(frappe.ValidationError):
		entered(request, code, by)
	return frappe.local.response.pop("field_problems")["code"]


def other_than(code: str) -> str:
	return f"{(int(code) + 1) % 1000000:06d}"


# The right code


def test_an_account_without_an_applicant_gets_the_cards_one_with_all_that_it_filed(
	caller, letters, fresh_account
):
	first, second = kit.registered(applicant=caller), kit.registered(applicant=caller, building="14")
	assert entered(first, asked(first, letters)) == first.name
	assert frappe.db.get_value("Applicant", caller, "user") == fresh_account
	rows = queries.my_requests(fresh_account)["rows"]
	assert {row.name for row in rows} == {first.name, second.name}
	assert kit.kinds(first)[-1] == "Taken In" and "Taken In" not in kit.kinds(second)


def test_an_account_with_an_applicant_gets_what_the_same_address_proves(caller, letters):
	named, same = kit.registered(applicant=caller), kit.registered(applicant=caller, building="14")
	elsewhere = kit.registered(applicant=caller, building="16")
	frappe.db.set_value("Request", elsewhere.name, "applicant_email", "kit-before@example.com")
	entered(named, asked(named, letters))
	own = kit.applicant("neighbour")
	assert [kit.fresh(each).applicant for each in (named, same, elsewhere)] == [own, own, caller]
	assert not frappe.db.get_value("Applicant", caller, "user")
	address = frappe.db.get_value("Applicant", own, "email")
	assert kit.fresh(named).applicant_email == (address or None)
	assert [kit.kinds(each)[-1] == "Taken In" for each in (named, same, elsewhere)] == [True, True, False]


def test_nothing_comes_to_a_record_that_was_merged_meanwhile(caller, letters, monkeypatch):
	"""What this transaction reads first may be older than a merging; the lock shows what is."""
	request, own, kept = (
		kit.registered(applicant=caller),
		kit.applicant("neighbour"),
		card(surname="Залишена"),
	)
	code = asked(request, letters)
	merging.merge(kept, own)
	with monkeypatch.context() as patched, pytest.raises(frappe.ValidationError) as refusal:
		patched.setattr(applicants, "of_user", lambda _user: own)
		entered(request, code)
	assert refusal.value.problem.kind is Kind.APPLICANT_MERGED
	assert kit.fresh(request).applicant == caller
	entered(request, code)
	assert (kit.fresh(request).applicant, kit.fresh(request).applicant_email) == (kept, EMAIL)


def test_who_had_joined_it_has_it_once(caller, letters):
	request = kit.registered(applicant=caller)
	with kit.acting("neighbour"):
		joining.join(request.name, kit.applicant("neighbour"))
	entered(request, asked(request, letters))
	rows = [row for row in queries.my_requests(kit.email("neighbour"))["rows"] if row.name == request.name]
	assert len(rows) == 1 and not rows[0].get("is_joined")
	assert kit.fresh(request).joined_count == 0


def test_a_finished_request_comes_into_the_archive(caller, letters, fresh_account):
	request = kit.registered(applicant=caller)
	kit.act(request, "Cancel", "operator", reason="не потрібно")
	entered(request, asked(request, letters))
	assert [row.name for row in queries.my_requests(fresh_account, archived=True)["rows"]] == [request.name]


def test_the_short_number_and_spaces_are_understood(caller, letters):
	request = kit.registered(applicant=caller)
	with kit.acting("neighbour"):
		assert portal._number(f" № {request.number[:5]} {request.number[5:]} ") == request.number
		taking_in.send_code(request.number.rsplit("-", 1)[1], kit.email("neighbour"), code_senders.EMAIL)
	assert letters[0].contact == EMAIL


def test_the_second_press_finds_it_done(caller, letters):
	request = kit.registered(applicant=caller)
	code = asked(request, letters)
	assert entered(request, code) == entered(request, code) == request.name
	assert kit.kinds(request).count("Taken In") == 1


def test_who_did_it_is_on_record_for_the_office_alone(caller, letters, fresh_account):
	request = kit.registered(applicant=caller)
	entered(request, asked(request, letters))
	notes = frappe.get_all(
		"Comment",
		{"reference_doctype": "Applicant", "reference_name": caller},
		pluck="content",
		order_by="creation",
	)
	assert len(notes) == 2 and all(fresh_account in note for note in notes)
	line = frappe.get_last_doc("Request Journal", {"request": request.name, "kind": "Taken In"})
	assert (line.actor, line.is_public) == (None, 1)
	assert fresh_account not in line.text and EMAIL not in line.text


# Attacks


def test_a_wrong_code_is_not_taken_and_the_sixth_try_not_even_with_the_right_one(caller, letters):
	request = kit.registered(applicant=caller)
	code = asked(request, letters)
	for _try in range(one_time_codes.MOST_TRIES):
		assert refused(request, other_than(code))["kind"] == str(Kind.WRONG_CODE)
	refused(request, code)
	assert kit.fresh(request).applicant == caller


@pytest.mark.parametrize("code", ["", "0", "000000000000", "' or 1=1", "１２３４５６", "None"])
def test_what_is_no_code_is_a_wrong_one(caller, letters, code):
	request = kit.registered(applicant=caller)
	asked(request, letters)
	refused(request, code)


def test_a_code_is_used_once(caller, letters, fresh_account):
	request = kit.registered(applicant=caller)
	code = asked(request, letters)
	entered(request, code)
	frappe.db.set_value("Applicant", caller, "user", None)
	refused(request, code)


def test_a_new_code_ends_the_one_before(caller, letters):
	request = kit.registered(applicant=caller)
	first = asked(request, letters)
	second = asked(request, letters)
	if first != second:
		refused(request, first)
	assert entered(request, second) == request.name


def test_a_code_is_over_after_its_minutes(caller, letters):
	request = kit.registered(applicant=caller)
	code = asked(request, letters)
	key = one_time_codes._key("code", kit.email("neighbour"), request.name)
	assert 0 < frappe.cache.ttl(key) <= one_time_codes.MINUTES * 60
	frappe.cache.delete(key)
	refused(request, code)


def test_a_code_is_of_one_account_and_one_request(caller, letters):
	request, other = kit.registered(applicant=caller), kit.registered(applicant=caller, building="14")
	code = asked(request, letters)
	refused(request, code, by="citizen")
	refused(other, code)
	assert entered(request, code) == request.name


@pytest.mark.parametrize("how", ["another applicant", "another address", "an account", "anonymous"])
def test_a_code_holds_for_what_was_when_it_was_sent(caller, letters, how):
	request = kit.registered(applicant=caller)
	code = asked(request, letters)
	if how == "another applicant":
		frappe.db.set_value("Request", request.name, "applicant", card(surname="Інша"))
	if how == "another address":
		frappe.db.set_value("Applicant", caller, "email", "kit-new@example.com")
	if how == "an account":
		frappe.db.set_value("Applicant", caller, "user", kit.email("stranger"))
	if how == "anonymous":
		frappe.db.set_value("Request", request.name, {"anonymous": 1, "applicant": None})
	refused(request, code)


def test_the_code_lies_nowhere_in_plain(caller, letters):
	request = kit.registered(applicant=caller)
	code = asked(request, letters)
	kept = frappe.cache.get(one_time_codes._key("code", kit.email("neighbour"), request.name)).decode()
	assert code not in kept and EMAIL not in kept


@pytest.mark.parametrize("how", ["no such number", "anonymous", "of an account", "web", "no e-mail"])
def test_no_code_is_sent_where_there_is_nobody_to_prove_it(letters, db, how):
	if how == "no such number":
		request = SimpleNamespace(number=NOBODYS)
	elif how == "anonymous":
		request = kit.registered(anonymous=1, anonymous_warned=1)
	elif how == "of an account":
		request = kit.registered()
	elif how == "web":
		request = kit.registered(applicant=card())
		frappe.db.set_value("Request", request.name, "channel", "Web")
	else:
		request = kit.registered(applicant=card(email=""))
	assert asked(request, letters) == "" and letters == []
	assert refused(request, "123456")["kind"] == str(Kind.WRONG_CODE)


def test_a_contact_gets_few_codes_whoever_asks_and_however_it_is_spelled(caller, letters):
	spelled = card(surname="Друга", email="KIT-Caller+1@example.com")
	one, two = kit.registered(applicant=caller), kit.registered(applicant=spelled, building="14")
	for request, by in (
		(one, "neighbour"),
		(two, "neighbour"),
		(one, "citizen"),
		(two, "citizen"),
		(one, "stranger"),
	):
		asked(request, letters, by)
	assert len(letters) == taking_in.AN_HOUR


def test_a_contact_gets_few_codes_a_day(caller, letters, monkeypatch):
	monkeypatch.setattr(taking_in, "AN_HOUR", 100)
	request = kit.registered(applicant=caller)
	for _time in range(taking_in.A_DAY + 2):
		asked(request, letters)
	assert len(letters) == taking_in.A_DAY
	assert limits.DAY == 24 * 60 * 60


# What an answer tells


def answer(session, method: str, **values) -> tuple[int, str]:
	answered = session.post(session.url(METHODS + method), values, timeout=60)
	return answered.status_code, re.sub(r"(?<=__frappe_exc_id)\W+\w+", "", answered.text)


@pytest.fixture
def stored(caller):
	"""A committed request filed by phone."""
	request = kit.registered(applicant=caller)
	frappe.db.commit()
	yield request
	frappe.db.rollback()
	remove_requests([request.name])
	frappe.delete_doc("Applicant", caller, force=True)
	frappe.db.commit()


def test_one_answer_whether_there_is_such_a_request_or_not(stored, neighbour):
	numbers = (stored.number, NOBODYS, "1")
	sent = [answer(neighbour, "send_code", number=number) for number in numbers]
	assert sent[0][0] == 200 and len(set(sent)) == 1
	tried = [answer(neighbour, "take_in", number=number, code="000000") for number in numbers]
	assert tried[0][0] == 417 and len(set(tried)) == 1
	assert "Телефонна" not in sent[0][1] + tried[0][1] and EMAIL not in sent[0][1] + tried[0][1]


def test_the_answer_waits_for_no_letter(stored, neighbour):
	"""It is a job that looks whether there is such a request: the answer takes as long for each."""
	with frappe.cache.lock("kit-taking-in", timeout=5):
		assert answer(neighbour, "send_code", number=stored.number)[0] == 200
	frappe.db.rollback()
	assert frappe.db.count("Email Queue", {"reference_name": stored.name}) == 0


def test_an_account_asks_and_tries_a_few_times_an_hour(neighbour, citizen):
	asked_for = [answer(neighbour, "send_code", number=NOBODYS)[0] for _n in range(portal.ASKED_AN_HOUR + 1)]
	assert asked_for == [200] * portal.ASKED_AN_HOUR + [429]
	tried = [
		answer(neighbour, "take_in", number=NOBODYS, code="1")[0] for _n in range(portal.TRIED_AN_HOUR + 1)
	]
	assert tried == [417] * portal.TRIED_AN_HOUR + [429]
	assert answer(citizen, "send_code", number=NOBODYS)[0] == 200
	forget_limits()


@pytest.mark.parametrize("number", ["", "   ", "абв", "№", "1" * 41])
def test_what_is_no_number_is_said_at_its_field(neighbour, number):
	status, text = answer(neighbour, "send_code", number=number)
	assert status == 417 and '"number"' in text


def test_a_way_that_the_site_does_not_have_is_refused(neighbour):
	status, text = answer(neighbour, "send_code", number=NOBODYS, way="SMS")
	assert status == 417 and "Unknown Way" in text


@pytest.mark.parametrize("person", ["operator", "supervisor"])
def test_who_files_at_the_desk_takes_nothing_into_an_account(as_user, person):
	session = as_user(kit.email(person))
	assert answer(session, "send_code", number=NOBODYS)[0] == 403
	assert answer(session, "take_in", number=NOBODYS, code="1")[0] == 403


def test_a_guest_is_asked_to_sign_in(guest):
	assert answer(guest, "send_code", number=NOBODYS)[0] in (401, 403)
	assert answer(guest, "take_in", number=NOBODYS, code="1")[0] in (401, 403)
	page = guest.get(guest.url("/phone-request"), allow_redirects=False, timeout=60)
	assert page.status_code in (301, 302) and "/login" in page.headers["Location"]


def test_both_want_a_post(neighbour):
	for method in ("send_code", "take_in"):
		got = neighbour.get(neighbour.url(METHODS + method), params={"number": NOBODYS}, timeout=60)
		assert got.status_code == 403


def test_the_page_offers_what_the_site_has(neighbour, as_user):
	page = neighbour.get(neighbour.url("/phone-request"), timeout=60).text
	assert 'id="ask-form"' in page and 'value="SMS"' not in page and "лише електронною поштою" in page
	assert "Якщо код надійде електронною поштою, у кабінеті з’являться й інші заявки" in page
	assert 'href="/phone-request"' in neighbour.get(neighbour.url("/my-requests"), timeout=60).text
	staff = as_user(kit.email("operator"))
	assert 'id="ask-form"' not in staff.get(staff.url("/phone-request"), timeout=60).text


# By SMS, where another app sends them


class Gateway:
	sent: tuple = ()

	def send(self, *, phone: str, text: str) -> None:
		Gateway.sent = (*Gateway.sent, (phone, text))


def broken():
	class Broken:
		def send(self, **_what) -> None:
			raise OSError("no line")

	return Broken()


@pytest.fixture
def gateway(monkeypatch):
	"""Return `gateway(name)`, which lets the hook lead to this name here; Gateway at first."""
	monkeypatch.setattr(Gateway, "sent", ())
	hooks = frappe.get_hooks

	def leads_to(name: str) -> None:
		def get_hooks(hook=None, *args, **options):
			return [f"kit_gateway.{name}"] if hook == code_senders.HOOK else hooks(hook, *args, **options)

		monkeypatch.setattr(frappe, "get_hooks", get_hooks)

	monkeypatch.setattr(frappe, "get_attr", partial(_attribute, frappe.get_attr))
	leads_to("Gateway")
	return leads_to


def _attribute(others, path: str):
	return (
		getattr(sys.modules[__name__], path.split(".")[1])
		if path.startswith("kit_gateway.")
		else others(path)
	)


def test_a_gateway_of_another_app_sends_codes_by_sms(caller, gateway):
	request, other = kit.registered(applicant=caller), kit.registered(applicant=caller, building="14")
	assert code_senders.ways() == ("E-mail", "SMS")
	with kit.acting("neighbour"):
		taking_in.send_code(request.number, kit.email("neighbour"), "SMS")
	[(phone, text)] = Gateway.sent
	assert phone == PHONE and "<" not in text
	entered(request, re.search(CODE, text).group())
	assert kit.fresh(request).applicant == kit.applicant("neighbour")
	assert kit.fresh(other).applicant == caller, "a number proves the request alone"


def test_a_gateway_that_fails_is_no_error_and_no_note(caller, gateway):
	gateway("broken")
	request = kit.registered(applicant=caller)
	with kit.acting("neighbour"):
		taking_in.send_code(request.number, kit.email("neighbour"), "SMS")
	assert not frappe.db.count("Comment", {"reference_name": caller, "comment_type": "Info"})


def test_the_letter_goes_out_at_once_and_says_to_whom_not_to_give_the_code(caller, smtp):
	request = kit.registered(applicant=caller)
	with kit.acting("neighbour"):
		taking_in.send_code(request.number, kit.email("neighbour"), code_senders.EMAIL, "uk")
	frappe.db.commit()
	try:
		[letter] = smtp.messages
		text = letter.get_body(("html", "plain")).get_content()
		assert (
			EMAIL in letter["To"] and request.number in letter["Subject"] and "нікому не кажіть коду" in text
		)
		assert "Телефонна" not in text and kit.email("neighbour") not in text
	finally:
		remove_requests([request.name])
		frappe.delete_doc("Applicant", caller, force=True)
		frappe.db.commit()
