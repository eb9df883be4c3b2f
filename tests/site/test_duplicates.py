"""Applicants who may be one person: found as they are written, offered with the reasons, decided by people (R5.2)."""

import frappe
import kit
import pytest

from contact_center import install
from contact_center.desk import applicant_form, call, duplicates_form
from contact_center.desk import duplicates as decisions
from contact_center.desk.forms import KEY
from contact_center.intake import callers, cards, duplicates
from contact_center.patches import propose_duplicates

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")

DOCTYPE = "Possible Duplicate"
OLENA = {"surname": "Парненко", "first_name": "Олена", "patronymic": "Петрівна", "phone": "067 808 10 10"}


@pytest.fixture(autouse=True)
def ukrainian(monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "uk")


@pytest.fixture(autouse=True)
def operator(db):
	with kit.acting("operator"):
		yield


def written(**values) -> str:
	fields = {"doctype": "Applicant", "notify_by": "Account", **OLENA, **values}
	return frappe.get_doc(fields).insert().name


def why(one: str, other: str) -> list[str] | None:
	found = {row["other"]: row["reasons"] for row in duplicates.of_applicants([one])[one]}
	return found.get(other)


def test_a_new_applicant_is_compared_with_who_has_the_phone():
	first = written()
	second = written(first_name="Елена", patronymic="Петровна", phone="+38 (067) 808-10-10")
	family = written(first_name="Петро", patronymic="")
	assert why(first, second) == why(second, first) == ["Same Phone", "Other Spelling of the Name"]
	assert why(first, family) is None and why(second, family) is None


def test_a_second_number_counts_as_well():
	first = written(phone="067 808 20 20", other_phones="роб. 067 808 30 30")
	second = written(phone="067 808 30 30", first_name="О.", patronymic="П.")
	assert why(first, second) == ["Same Phone", "Name Written Shorter"]


def test_the_same_email_and_the_same_home():
	first = written(phone="", email="kit-parn@example.com", street=kit.STREET, building="12", flat="3")
	second = written(phone="067 808 40 40", email="KIT-PARN@example.com", surname="Інакша")
	third = written(phone="067 808 50 50", street=kit.STREET, building="12")
	assert why(first, second) == ["Same E-mail"]
	assert why(first, third) == ["Same Residence", "Same Name"]


def test_a_correction_takes_a_proposal_back_and_makes_another():
	first, second = written(), written(first_name="Олнеа")
	assert why(first, second) == ["Same Phone", "Name With One Slip"]
	doc = frappe.get_doc("Applicant", second)
	doc.first_name = "Олена"
	doc.save()
	assert why(first, second) == ["Same Phone", "Same Name"]
	doc.phone = "067 808 60 60"
	doc.save()
	assert why(first, second) is None


def test_owners_of_two_accounts_are_two_people():
	one, other = kit.applicant(), kit.applicant("neighbour")
	for name in (one, other):
		doc = frappe.get_doc("Applicant", name)
		doc.update({"surname": "Однакові", "phone": "067 808 70 70"})
		doc.save(ignore_permissions=True)
	assert why(one, other) is None
	assert why(one, written(surname="Однакові", first_name="Оксана", patronymic="", phone="067 808 70 70"))


@pytest.mark.parametrize("person", ["operator", "supervisor"])
def test_who_are_different_people_is_on_record_and_not_proposed_again(person):
	first, second = written(), written()
	[row] = duplicates.of_applicants([first])[first]
	with kit.acting(person):
		decisions.dismiss(row["name"])
	doc = frappe.get_doc(DOCTYPE, row["name"])
	assert (doc.status, doc.decided_by) == ("Different People", kit.email(person)) and doc.decided_at
	duplicates.propose([first, second])
	again = frappe.get_doc("Applicant", first)
	again.street = kit.STREET
	again.save()
	assert why(first, second) is None
	decisions.propose_again(row["name"])
	assert why(first, second) == ["Same Phone", "Same Name"]


@pytest.mark.parametrize("act", ["propose", "merge"])
def test_a_decision_that_came_meanwhile_is_not_lost(act, monkeypatch):
	first, second = written(), written()
	third = written(phone="067 808 90 90")
	[row] = duplicates.of_applicants([first])[first]
	stale = duplicates._rows_of([first, second])
	decisions.dismiss(row["name"])
	frappe.db.set_value("Applicant Phone", {"applicant": second}, "digits", "0678089999")
	monkeypatch.setattr(duplicates, "_rows_of", lambda *_names: stale)
	if act == "propose":
		duplicates.propose([first])
	else:
		duplicates.note_merged(third, second)
	assert frappe.db.get_value(DOCTYPE, row["name"], "status") == "Different People"


def test_what_is_decided_twice_or_gone_is_said_in_words():
	with pytest.raises(frappe.ValidationError) as refused:
		decisions.dismiss("немає-такого")
	assert str(refused.value.problem.kind) == "Duplicate Decided Already"


def test_the_applicants_form_and_the_desk_show_them():
	first, second = written(street=kit.STREET, building="12"), written()
	doc = frappe.get_doc("Applicant", second)
	applicant_form.load(doc)
	[shown] = doc.get("__onload")[KEY]["duplicates"]
	assert (shown["other"], shown["full_name"]) == (first, "Парненко Олена Петрівна")
	assert shown["why"] == "той самий телефон, таке саме ім’я"
	assert kit.STREET in shown["residence"]
	assert frappe.db.exists("Access Log", {"reference_document": first, "method": "Applicants Compared"})
	found = {caller["applicant"]: caller["duplicates"] for caller in call.lookup(OLENA["phone"])["callers"]}
	assert found == {
		first: ["той самий телефон, таке саме ім’я"],
		second: ["той самий телефон, таке саме ім’я"],
	}
	part = call.lookup("0678081")["callers"]
	assert part and all("duplicates" not in caller for caller in part)


def test_both_are_shown_beside_each_other():
	first, second = written(email="kit-parn@example.com"), written(is_ngo=1)
	kit.registered(applicant=first)
	row = frappe.get_doc(DOCTYPE, "-".join(sorted((first, second))))
	duplicates_form.load(row)
	people = {each["applicant"]: each for each in row.get("__onload")[KEY]["people"]}
	lines = {line["label"]: line["value"] for line in people[first]["lines"]}
	assert (lines["Електронна пошта"], lines["Заявки"]) == ("kit-parn@example.com", "1")
	assert [line["label"] for line in people[first]["lines"]] == [
		line["label"] for line in people[second]["lines"]
	]
	with kit.acting("management"):
		other = frappe.get_doc(DOCTYPE, row.name)
		duplicates_form.load(other)
		assert not other.get("__onload")


def test_who_is_forgotten_leaves_no_proposal():
	"""R5.7."""
	written()
	card = call.begin("forgotten twin", phone=OLENA["phone"])["name"]
	made = call.identify(card, {"new": {**OLENA, "first_name": "О.", "consent": 1}})["applicant"]["applicant"]
	assert duplicates.of_applicants([made])[made]
	callers.forget(cards.own(card))
	assert not frappe.db.exists(DOCTYPE, {"applicant": made}) and not frappe.db.exists(
		DOCTYPE, {"other": made}
	)


def test_the_patch_has_the_index_before_it_compares_and_commits_each_batch(monkeypatch):
	"""On a site of 120,000 applicants each batch read the table 500 times, in one transaction of an hour."""
	done = []
	monkeypatch.setattr(propose_duplicates, "BATCH", 1)
	monkeypatch.setattr(frappe.db, "add_index", lambda *index: done.append(("index", *index)))
	monkeypatch.setattr(frappe.db, "commit", lambda: done.append("commit"))
	monkeypatch.setattr(duplicates, "propose", lambda names: done.append(len(names)))
	written(), written()
	people = frappe.db.count("Applicant")
	done.clear()
	propose_duplicates.execute()
	assert done == [("index", "Applicant", ["street", "building"]), *[1, "commit"] * people]
	assert ["street", "building"] in install.INDEXES["Applicant"]


def test_those_who_were_known_before_are_compared_by_the_patch(monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	first, second = written(), written()
	frappe.db.delete(DOCTYPE)
	propose_duplicates.execute()
	assert why(first, second) == ["Same Phone", "Same Name"]
	decided = frappe.db.count(DOCTYPE)
	propose_duplicates.execute()
	assert frappe.db.count(DOCTYPE) == decided


def test_comparing_costs_the_same_however_many_there_are():
	first = written()
	written()

	def cost() -> int:
		with kit.counting_queries() as asked:
			duplicates.propose([first])
		return len(asked)

	cost()
	few = cost()
	for _number in range(12):
		written()
	cost()
	assert cost() == few <= 4


def test_no_query_reads_the_table_of_applicants():
	home = {"street": kit.STREET, "building": "12"}
	written(email="kit-parn@example.com", **home)
	names = [written(email="kit-parn@example.com", **home)]
	for select in duplicates._CANDIDATES:
		plan = frappe.db.sql(f"explain {select}", {"names": names}, as_dict=True)
		assert all(row.possible_keys for row in plan if row.table), (select, plan)


@pytest.mark.parametrize(
	"person", ["water", "idler", "management", "administrator", "citizen", "stranger", "Guest"]
)
def test_others_neither_read_nor_decide(person, rest, world):
	client = rest(person)
	for method in ("dismiss", "propose_again"):
		answer = client.call(f"contact_center.desk.duplicates.{method}", duplicate=world.duplicate)
		assert answer.status_code == 403
	for path in ("/api/resource/Possible Duplicate", f"/api/resource/Possible Duplicate/{world.duplicate}"):
		answer = client.get(path, fields=["*"])
		assert answer.status_code == 403 and world.duplicate not in answer.text.replace(path, "")


@pytest.mark.parametrize("person", ["operator", "supervisor", "administrator", "sysadmin"])
def test_nobody_writes_a_proposal_by_rest(person, rest, world, untouched):
	client, path = rest(person), f"/api/resource/Possible Duplicate/{world.duplicate}"
	assert client.put(path, {"status": "Merged"}).status_code == 403
	assert client.delete(path).status_code == 403
	assert client.post("/api/resource/Possible Duplicate", {"applicant": world.applicant}).status_code == 403


def test_operators_decide_by_rest_and_get_is_no_decision(rest, world):
	client, method = rest("operator"), "contact_center.desk.duplicates.dismiss"
	assert client.get(f"/api/method/{method}", duplicate=world.duplicate).status_code == 403
	assert client.call(method, duplicate=world.duplicate).ok
	assert client.call(method, duplicate=world.duplicate).ok
	assert client.call("contact_center.desk.duplicates.propose_again", duplicate=world.duplicate).ok
	answer = client.call(method, duplicate="х" * 300)
	assert (answer.status_code, answer.json()["problem"]["kind"]) == (417, "Duplicate Decided Already")
