"""A street is found by whatever people call it, at every door, and nothing that was only offered is decided (R5.11)."""

import frappe
import kit
import pytest
from kit_portal import API, GOOD, ours, post

from contact_center.addresses import streets
from contact_center.desk import lookup
from contact_center.patches import search_keys
from contact_center.reading.folding import search_key
from contact_center.regulation.problems import Problem, ProblemKind

pytest_plugins = ["kit_city", "kit_portal", "kit_import", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")


def street(kind: str, name: str, **fields):
	doc = {"doctype": "City Street", "street_type": kind, "street_name": name}
	return frappe.get_doc({**doc, "ranges": [{"district": kit.NORTH, "parity": "All"}], **fields}).insert()


@pytest.fixture
def register(db):
	"""Some streets more; rolled back with the test."""
	street("просп.", "Мирозданський")
	street("вул.", "Володимирозданська")
	street("мкр.", "5-й Перевірочний")
	street("вул.", "Перезв’язкова", former_names="Гагарінська; пров. Старозв'язковий")


def on_the_desk(text: str, **how) -> list[str]:
	with kit.acting("operator"):
		return [row[0] for row in lookup.streets("City Street", text, "name", 0, 20, how.get("filters"))]


@pytest.mark.parametrize(
	("text", "name"),
	[
		("Перезвʼязкова", "вул. Перезв’язкова"),
		("перезв'язк", "вул. Перезв’язкова"),
		("Перезвязкова вул", "вул. Перезв’язкова"),
		("Гагарінскька", "вул. Перезв’язкова"),
		("вул. Гагорінська", "вул. Перезв’язкова"),
		("старозв’язковий", "вул. Перезв’язкова"),
		("проспект мирозд", "просп. Мирозданський"),
		("вул. 5", "мкр. 5-й Перевірочний"),
		("вул. Перезв'язкова, буд. 12-а", "вул. Перезв’язкова"),
		("Перезв'язкова 12", "вул. Перезв’язкова"),
	],
)
def test_desk_and_portal_offer_the_same(register, text, name):
	assert on_the_desk(text)[0] == streets.offered(text)[0] == name


def test_a_boxs_own_filter_holds(register):
	assert on_the_desk("Перезвязкова", filters={"street_type": "пл."}) == []
	assert "вул. Перезв’язкова" in on_the_desk("", filters={"street_type": "вул."})


@pytest.mark.parametrize("text", ["вул. Мирозданська", "проспект Мирозданськи", "вул. 5", "вул. Гагарин"])
def test_what_was_only_typed_is_never_decided(register, text):
	with pytest.raises(ValueError) as caught:
		streets.named(text)
	assert caught.value.kind is ProblemKind.SIMILAR_STREETS
	assert caught.value.values[1:] == streets.offered(text)
	assert streets.known(text) is None


@pytest.mark.parametrize(
	"text", ["Перезв'язкова", "вулиця Гагарінська", "Гагарінська", "ПРОВУЛОК Старозвʼязковий"]
)
def test_a_whole_name_decides(register, text):
	assert streets.named(text) == streets.known(text) == "вул. Перезв’язкова"


def test_the_portal_asks_which_street_is_meant_and_files_nothing(citizen, clean):
	"""R3.4: «вул. Довгий Перевірочний» is none, and the avenue may lie in another district."""
	answer = post(citizen, "submit", **{**GOOD, "street": "вул. Довга Перевірочна"})
	problem = answer.json()["field_problems"]["street"]
	assert (answer.status_code, problem["kind"]) == (417, ProblemKind.SIMILAR_STREETS)
	assert kit.LONG_STREET in problem["values"][1:]
	frappe.db.rollback()
	assert ours() == []
	typed = post(citizen, "submit", **{**GOOD, "street": "ВУЛИЦЯ ПЕРЕВІРОЧНА"})
	frappe.db.rollback()
	assert frappe.db.get_value("Request", typed.json()["message"]["name"], "street") == kit.STREET


def test_a_machine_is_asked_as_a_citizen_is(rest, db):
	"""R5.11: over REST a street may be written as people write it, and what is not clear is refused with its kind."""
	operator = rest("operator")
	refused = operator.post("/api/resource/Request", kit.values(street="вул. Довга Перевірочна"))
	assert refused.status_code == 417
	assert refused.json()["problem"]["kind"] == ProblemKind.SIMILAR_STREETS
	answer = operator.post("/api/resource/Request", kit.values(street="вулиця перевірочна"))
	assert answer.json()["data"]["street"] == kit.STREET


def test_an_import_decides_by_the_same_rule(register, load):
	refused, taken = load({"street": "вул. Мирозданська"}, {"street": "Гагарінська"})
	assert refused.problem.kind is ProblemKind.UNKNOWN_STREET
	assert frappe.db.get_value("Request", {"number": taken.text}, "street") == "вул. Перезв’язкова"


@pytest.mark.parametrize("way", ["fields", "document"])
def test_a_renamed_street_is_known_by_both_names_and_requests_follow(register, way):
	request = kit.registered(street="вул. Перезв’язкова")
	if way == "fields":
		doc = frappe.get_doc("City Street", request.street)
		doc.update({"street_type": "просп.", "street_name": "Новозведений"}).save()
		assert (doc.name, doc.localname) == ("просп. Новозведений", "вул. Перезв’язкова")
	else:
		frappe.rename_doc("City Street", request.street, "проспект Новозведений")
	request.reload()
	doc = frappe.get_doc("City Street", "просп. Новозведений")
	assert (doc.title, doc.street_type, doc.street_name) == (doc.name, "просп.", "Новозведений")
	assert doc.former_names == "Гагарінська; пров. Старозв'язковий; вул. Перезв’язкова"
	assert request.street == doc.name
	for text in ("Новозведений", "вул. Перезвʼязкова", "Гагарінська", "пров. Старозв'язковий"):
		assert streets.named(text) == streets.offered(text)[0] == doc.name
	assert streets.named("Перезв'язкова") == doc.name


def test_a_street_that_gets_its_old_name_back_has_it_once(register):
	for name in ("Інша", "Перезв’язкова"):
		doc = frappe.get_doc("City Street", {"street_name": ("in", ["Перезв’язкова", "Інша"])})
		doc.update({"street_name": name}).save()
	assert doc.name == "вул. Перезв’язкова"
	assert doc.former_names == "Гагарінська; пров. Старозв'язковий; Інша"


def test_two_streets_that_become_one_keep_all_names(register):
	request = kit.registered(street="вул. Перезв’язкова")
	frappe.rename_doc("City Street", "вул. Перезв’язкова", kit.STREET, merge=True)
	request.reload()
	assert request.street == kit.STREET
	assert {streets.named(text) for text in ("Перезв'язкова", "Гагарінська", "Перевірочна")} == {kit.STREET}


def test_a_name_without_a_type_is_no_name(register):
	with pytest.raises(frappe.ValidationError):
		frappe.rename_doc("City Street", "вул. Перезв’язкова", "Новозведена")


def test_a_name_that_is_too_long_is_refused_with_the_length(register):
	with pytest.raises(frappe.ValidationError, match="140") as refused:
		frappe.rename_doc("City Street", "вул. Перезв’язкова", "вул. " + "х" * 200)
	assert refused.value.problem.kind is ProblemKind.LONG_TEXT


def test_types_of_streets_are_the_administrators(register):
	"""A city has a «пасаж», and so its people find it."""
	with kit.acting("administrator"):
		frappe.get_doc({"doctype": "Street Type", "title": "пас.", "spellings": "пасаж, пассаж"}).insert()
		street("пас.", "Перевірочний")
	assert streets.named("Перевірочний пасаж") == "пас. Перевірочний"
	assert {"вул.", "наб.", "тупик", "майдан", "алея", "в'їзд", "узвіз"} <= set(streets.types().written)


def test_a_deleted_type_does_not_come_back():
	from contact_center import install

	frappe.delete_doc("Street Type", "лінія")
	install.after_migrate()
	assert not frappe.db.exists("Street Type", "лінія")


def test_an_older_sites_streets_get_their_keys_and_types(register):
	frappe.db.set_value("City Street", "вул. Перезв’язкова", "search_key", None)
	frappe.db.delete("Street Type", {"name": "вул."})
	for _each in range(2):
		search_keys.execute()
	key = frappe.db.get_value("City Street", "вул. Перезв’язкова", "search_key")
	assert key == " перезвязкова гагарінська пров старозвязковий"
	assert frappe.db.get_value("Street Type", "вул.", "spellings")


def test_an_older_sites_people_and_executors_are_found_too(monkeypatch):
	"""R5.2: the patch goes through them in batches, however often it runs."""
	monkeypatch.setattr(search_keys, "BATCH", 2)
	for doctype in ("Applicant", "Executor"):
		frappe.db.set_value(doctype, {"name": ("is", "set")}, "search_key", None)
	for _each in range(2):
		search_keys.execute()
	assert frappe.db.get_value("Applicant", kit.applicant(), "search_key").startswith(" заявниченко оксана")
	key = frappe.db.get_value("Executor", "KIT-WATER", "search_key")
	assert key == search_key("KIT-WATER", "Перевірочний виконавець 1")
	assert not frappe.get_all("Applicant", {"search_key": ("is", "not set"), "full_name": ("is", "set")})


def test_nothing_is_no_street(register):
	assert streets.offered("%") == ()
	for text in ("%", "—", "_"):
		with pytest.raises(ValueError) as caught:
			streets.named(text)
		assert caught.value.kind is ProblemKind.UNKNOWN_STREET


def test_the_search_costs_the_same_for_a_small_city_and_a_large_one(register):
	with kit.counting_queries() as seen:
		streets.offered("гагоринська")
	assert len(seen) <= 4


def test_a_spelling_belongs_to_one_type_of_street():
	"""R5.11: «бр» of two types would be read as whichever was made first."""
	wrong = frappe.get_doc({"doctype": "Street Type", "title": "брід", "spellings": "бр. броду"})
	with kit.acting("administrator"), pytest.raises(frappe.ValidationError) as refused:
		wrong.insert()
	assert refused.value.problem == Problem(ProblemKind.SPELLING_TAKEN, ("бр.", "бульв."))
	with kit.acting("administrator"):
		wrong.update({"spellings": "броду"}).insert()
		kit.fresh(wrong).update({"spellings": "броду бродом"}).save()
