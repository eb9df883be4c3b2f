"""A guest does not make the site write to whom it likes: one letter an hour reaches a stranger's address (D1)."""

import frappe
import kit
import pytest
from frappe.utils import set_request

from contact_center.framework import accounts, limits, origins, strangers

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city", "fresh_limits")
MADE_UP = "kit-madeup@example.com"
SPELLINGS = [
	MADE_UP,
	" kit-madeup@example.com ",
	"KIT-MadeUp@Example.COM",
	"kit-madeup+1@example.com",
	"kit-made.up@example.com",
	"k.i.t-madeup+x+y@example.com.",
	"ｋit-madeup@example.com",
	"kit-madeup@ｅxample．com",
]
FORMS = {
	"frappe.www.contact.send_message": {"sender": MADE_UP, "message": "Виграйте", "subject": "Приз"},
	"frappe.email.doctype.newsletter.newsletter.subscribe": {"email": MADE_UP},
	"frappe.email.doctype.newsletter.newsletter.confirm_subscription": {"email": MADE_UP},
	"frappe.core.doctype.communication.email.make": {"recipients": MADE_UP, "content": "x", "send_email": 1},
	"frappe.templates.includes.comments.comments.add_comment": {
		**{"comment": "Виграйте гроші", "comment_email": MADE_UP, "comment_by": "x", "route": ""},
		**{"reference_doctype": "User", "reference_name": "Guest"},
	},
	"frappe.website.doctype.web_form.web_form.accept": {
		"web_form": "edit-profile",
		"data": f'{{"email": "{MADE_UP}"}}',
	},
	"frappe.website.doctype.personal_data_deletion_request.personal_data_deletion_request.confirm_deletion": {
		**{"email": MADE_UP, "name": "x", "host_name": "x"}
	},
	"frappe.core.doctype.user.user.sign_up": {"email": MADE_UP, "full_name": "Хтось"},
	"frappe.core.doctype.user.user.reset_password": {"user": MADE_UP},
	"frappe.www.login.send_login_link": {"email": MADE_UP},
}


@pytest.fixture
def made_up():
	yield MADE_UP
	frappe.db.rollback()
	frappe.set_user("Administrator")
	for user in frappe.get_all("User", {"name": ("like", "%made%up%@example.com%")}, pluck="name"):
		frappe.delete_doc("User", user, force=True)
	frappe.db.commit()


@pytest.mark.parametrize("method", FORMS)
def test_no_form_of_a_guest_writes_at_once(method, guest, smtp):
	"""What is not refused leaves a job at the most, which counts the letters."""
	before = frappe.db.count("Email Queue")
	for road, more in (
		(f"/api/method/{method}", {}),
		(f"/api/v2/method/{method}", {}),
		("/", {"cmd": method}),
	):
		guest.post(guest.url(road), {**FORMS[method], **more}, timeout=60)
	frappe.db.rollback()
	assert frappe.db.count("Email Queue") == before and not smtp.messages


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_stranger_gets_one_letter_an_hour_however_the_address_is_spelled(spelling):
	assert strangers.may_get_one(MADE_UP)
	assert not strangers.may_get_one(spelling)
	assert strangers.may_get_one("kit-other@example.com")


def test_a_sign_up_and_a_forgotten_password_are_one_letter_together(made_up, smtp):
	accounts.write_to_newcomer(made_up, "Новосел Оксана", "")
	accounts.write_to_newcomer(made_up, "Новосел Оксана", "")
	accounts.write_to_forgetful(made_up, "")
	frappe.db.commit()
	assert len(smtp.messages) == 1, [str(each["Subject"]) for each in smtp.messages]


def letter(*to: str):
	"""Queue a letter as any app of the site might do for a guest's form."""
	queue = frappe.get_doc(
		{
			"doctype": "Email Queue",
			"sender": "x@example.com",
			"message": "x",
			"recipients": [{"recipient": each, "status": "Not Sent"} for each in to],
		}
	)
	return queue.insert(ignore_permissions=True)


@pytest.fixture
def form_of_a_guest():
	"""Fill a form as a guest, whatever app answers it."""
	set_request(path="/", method="POST")
	frappe.set_user("Guest")
	yield frappe.local.form_dict
	del frappe.local.request
	frappe.local.form_dict = frappe._dict()


def test_whatever_app_answers_a_guests_form_writes_once_to_the_address_in_it(form_of_a_guest):
	"""A web form of the administrator's with a notification, say; the office's own mailbox hears of each."""
	form_of_a_guest.data = '{"rows": [{"email": "KIT-made\\u0075p@example.com"}]}'
	first, second = letter(MADE_UP, "office@example.com"), letter(MADE_UP, "office@example.com")
	assert [row.recipient for row in first.recipients] == [MADE_UP, "office@example.com"]
	assert [row.recipient for row in second.recipients] == ["office@example.com"]
	assert letter(MADE_UP).status == "Error"


def test_whom_the_site_knows_gets_letters(form_of_a_guest):
	frappe.db.set_value("User", kit.email("citizen"), "last_login", "2026-03-02 10:00:00")
	form_of_a_guest.email = kit.email("citizen")
	assert [letter(kit.email("citizen")).status for _ in range(3)] == ["Not Sent"] * 3


@pytest.mark.parametrize(
	("peer", "said", "address"),
	[
		("127.0.0.1", "203.0.113.7", "203.0.113.7"),
		("127.0.0.1", "1.1.1.1, 8.8.8.8, 203.0.113.7", "203.0.113.7"),
		("", "1.1.1.1, 203.0.113.7", "203.0.113.7"),
		("8.8.8.8", "203.0.113.7", "8.8.8.8"),
		("127.0.0.1", "::ffff:203.0.113.7", "203.0.113.7"),
		("127.0.0.1", "нісенітниця", "127.0.0.1"),
		("127.0.0.1", "", "127.0.0.1"),
	],
)
def test_nobody_chooses_the_place_that_limits_are_counted_by(peer, said, address):
	"""The nearest proxy's word counts; without a proxy none does."""
	set_request(path="/", headers={"X-Forwarded-For": said}, environ_base={"REMOTE_ADDR": peer})
	try:
		assert origins.address_of(frappe.request) == address
	finally:
		del frappe.local.request


def test_a_household_has_one_place_however_many_addresses_it_has():
	places = set()
	for last in ("1", "2:3", "ffff:ffff:ffff:ffff"):
		set_request(
			path="/", headers={"X-Forwarded-For": f"2a02:2378:1:2::{last}".replace("::ffff", ":ffff")}
		)
		places.add(origins.place())
	del frappe.local.request
	assert len(places) == 1


def test_forged_addresses_do_not_widen_a_limit(guest):
	"""As many sign-ups an hour as one place has, whatever a header says before the proxy's word."""
	sign_up = guest.url("/api/method/frappe.core.doctype.user.user.sign_up")
	for _ in range(accounts.SIGN_UPS_AN_HOUR - 1):
		limits.count("sign_up", "203.0.113.7")
	asked = [
		guest.post(
			sign_up,
			{"email": "-", "full_name": "-"},
			headers={"X-Forwarded-For": f"10.0.0.{n}, 203.0.113.7"},
			timeout=60,
		)
		for n in range(3)
	]
	assert [answer.status_code for answer in asked] == [417, 429, 429]
