"""Cards and consultations: read by the office, personal data by operators and supervisors, written by acts alone (D1)."""

import frappe
import kit
import pytest

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("world")

READERS = ("operator", "supervisor", "management", "administrator")
SECRETS = ("0671110001", "671110001", "Таємниця-чернетки", "Таємниця-дзвінка", "Заявниченко")
ROADS = [
	("GET", "/api/resource/Interaction/{card}", {}),
	("GET", "/api/resource/Interaction", {"fields": ["*"], "limit_page_length": 0}),
	(
		"GET",
		"/api/resource/Interaction",
		{"fields": ["name", "phone", "draft", "note"], "limit_page_length": 0},
	),
	("GET", "/api/resource/Interaction", {"fields": ["name", "calls.text"], "limit_page_length": 0}),
	("POST", "/api/method/frappe.desk.form.load.getdoc", {"doctype": "Interaction", "name": "{card}"}),
	(
		"POST",
		"/api/method/frappe.client.get_value",
		{"doctype": "Interaction", "filters": "{card}", "fieldname": "phone"},
	),
	(
		"POST",
		"/api/method/frappe.desk.reportview.get",
		{"doctype": "Interaction", "fields": ["`tabInteraction`.`name`", "`tabInteraction`.`phone`"]},
	),
	(
		"POST",
		"/api/method/frappe.desk.reportview.export_query",
		{
			"doctype": "Interaction",
			"fields": ["`tabInteraction`.`name`", "`tabInteraction`.`draft`"],
			"file_format_type": "CSV",
		},
	),
	("POST", "/api/method/frappe.desk.search.search_link", {"doctype": "Interaction", "txt": "067"}),
	("GET", "/printview", {"doctype": "Interaction", "name": "{card}"}),
	("GET", "/api/resource/Clearing-up Call", {"fields": ["*"], "parent": "Interaction"}),
]


def ask(client, world, verb: str, path: str, sent: dict):
	filled = {name: world.card if value == "{card}" else value for name, value in sent.items()}
	path = path.format(card=world.card)
	return client.get(path, **filled) if verb == "GET" else client.post(path, filled)


@pytest.mark.parametrize(
	"person", ["management", "administrator", "water", "idler", "citizen", "neighbour", "stranger"]
)
@pytest.mark.parametrize(("verb", "path", "sent"), ROADS)
def test_who_called_is_for_operators_and_supervisors(verb, path, sent, person, rest, world):
	answer = ask(rest(person), world, verb, path, sent)
	assert [each for each in SECRETS if each in answer.text] == []


@pytest.mark.parametrize("person", ["operator", "supervisor"])
def test_operators_and_supervisors_read_it(person, rest, world):
	read = rest(person).get(f"/api/resource/Interaction/{world.card}").json()["data"]
	assert (read["phone"], read["applicant"]) == (kit.PHONES["citizen"], kit.applicant())


@pytest.mark.parametrize("field", ["phone", "applicant", "draft", "note"])
@pytest.mark.parametrize("person", ["management", "administrator"])
def test_nobody_guesses_it_by_a_filter(field, person, rest, world):
	answer = rest(person).get("/api/resource/Interaction", filters=[[field, "like", "%0%"]])
	assert not answer.ok or answer.json()["data"] == []


@pytest.mark.parametrize("person", READERS)
@pytest.mark.parametrize("doctype", ["Interaction", "Consultation"])
def test_nobody_writes_but_by_the_acts_of_the_desk(doctype, person, rest, world, untouched):
	client, name = rest(person), world.card if doctype == "Interaction" else world.consultation
	assert (
		client.put(f"/api/resource/{doctype}/{name}", {"channel": "Web", "text": "інше"}).status_code == 403
	)
	assert client.post(f"/api/resource/{doctype}", {"channel": "Phone", "text": "нове"}).status_code == 403
	assert client.delete(f"/api/resource/{doctype}/{name}").status_code == 403


@pytest.mark.parametrize("person", [*READERS, "water", "citizen"])
def test_the_rows_of_phones_are_the_servers_alone(person, rest, world):
	answer = rest(person).get("/api/resource/Applicant Phone", fields=["*"])
	assert answer.status_code == 403 and "671110001" not in answer.text


def test_a_citizen_sees_nothing_of_the_card(rest, world):
	"""R5.9."""
	client = rest("citizen")
	for path in ("/my-requests", f"/my-requests/{world.waiting}"):
		text = client.get(path).text
		assert "Таємниця" not in text
		card = frappe.db.get_value("Request", world.waiting, "interaction")
		assert card not in text


def test_who_read_a_card_is_on_record(rest, world):
	"""D2."""
	rest("operator").post(
		"/api/method/frappe.desk.form.load.getdoc", {"doctype": "Interaction", "name": world.card}
	)
	frappe.db.rollback()
	seen = {"reference_doctype": "Interaction", "reference_name": world.card}
	assert frappe.db.get_value("View Log", seen, "viewed_by") == kit.email("operator")
