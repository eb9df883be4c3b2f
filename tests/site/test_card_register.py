"""The municipal card register at the desk (R5.6): slow, broken and lying ones hold up no call and offer nothing wrong."""

import os
from pathlib import Path
from threading import Event
from time import monotonic

import frappe
import kit
import pytest

from contact_center.desk import card_register as desk
from contact_center.integrations import card_register as registers
from contact_center.integrations.card_register import CsvRegister, Unavailable, find
from contact_center.reading.card_register import Person
from contact_center.regulation.problems import ProblemKind as Kind

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")

GANNA = Person("123456", "Ковальчук", "Ганна", phone="+380671112233", street=kit.STREET, building="12")
SETTINGS = "Contact Center Settings"
SOON = 0.05


class Answering:
	"""A register that answers what it is told to, and notes what it was asked."""

	def __init__(self, answer):
		self.answer, self.asked = answer, []

	def find(self, **question):
		self.asked.append(question)
		if isinstance(self.answer, BaseException):
			raise self.answer
		return self.answer


class Hanging:
	"""A register that answers only once it is let go."""

	def __init__(self):
		self.let_go = Event()

	def find(self, **question):
		self.let_go.wait(30)
		return GANNA


@pytest.fixture
def hanging():
	source = Hanging()
	yield source
	source.let_go.set()


@pytest.fixture
def file(site):
	"""The file of the site's own register, named in the settings."""
	folder = Path(frappe.get_site_path("private", registers.FOLDER))
	folder.mkdir(exist_ok=True)
	path = folder / "kit-register.csv"
	path.write_text(
		f"card_number,surname,first_name,phone,street,building\n0-12 34 56,Ковальчук,Ганна,0671112233,{kit.STREET},12\n",
		encoding="utf-8",
	)
	_name_register(path.name)
	yield path
	path.unlink()
	frappe.set_user("Administrator")
	_name_register("")
	frappe.db.delete("Access Log", {"method": desk.METHOD})
	frappe.db.commit()  # as Frappe does once it has logged an access


def _name_register(name: str) -> None:
	frappe.db.set_single_value(SETTINGS, "card_register_file", name)
	frappe.clear_document_cache(SETTINGS, SETTINGS)


def asked(text: str, by: str = "operator") -> dict:
	with kit.acting(by):
		return desk.find(text)


def test_a_phone_is_asked_for_in_its_normal_form_and_a_card_as_a_card():
	source = Answering(None)
	assert find("067 111-22-33", source) is None and find("12-34 ab", source) is None
	assert [each.get("phone") or each["card_number"] for each in source.asked] == ["+380671112233", "1234AB"]


def test_a_slow_register_is_waited_for_until_the_deadline(hanging):
	begun = monotonic()
	with pytest.raises(Unavailable):
		find("0671112233", hanging, SOON)
	assert monotonic() - begun < 1


def test_one_that_hangs_is_not_asked_on_and_on(hanging):
	for _question in range(registers.AT_ONCE):
		with pytest.raises(Unavailable, match="in time"):
			find("0671112233", hanging, SOON)
	with pytest.raises(Unavailable, match="too many"):
		find("0671112233", Answering(GANNA), SOON)


@pytest.mark.parametrize("error", [ValueError("x"), OSError("gone"), SystemExit(), RecursionError()])
def test_a_broken_register_is_an_answer_without_a_person(error):
	with pytest.raises(Unavailable):
		find("0671112233", Answering(error))


@pytest.mark.parametrize(
	"answer",
	[
		{"surname": "Ковальчук"},
		"Ковальчук",
		Person("1", "Інша", "Людина", phone="+380671112234"),
		Person("1", "Без", "Номера"),
		Person("1", "Ю" * 141, "Довга", phone="+380671112233"),
		Person("1", 7, "Число", phone="+380671112233"),
		Person("1", None, "Ніщо", phone="+380671112233"),
	],
)
def test_a_lying_register_offers_nothing(answer):
	with pytest.raises(Unavailable):
		find("0671112233", Answering(answer))


def test_what_a_register_says_is_made_harmless():
	bad = Person(
		"1", "<script>x</script>Ко\x00вальчук", "Ган\nна", phone="(067) 111 22 33", email="a@b.c\nBcc: x@y.z"
	)
	found = find("0671112233", Answering(bad))
	assert "<s" not in found.surname and "\x00" not in found.surname
	assert found.first_name == "Ган на" and found.phone == "+380671112233" and found.email == ""


def test_the_desk_is_offered_the_person_of_the_file_and_it_is_on_record(file):
	logged = {
		"method": desk.METHOD,
		"user": kit.email("operator"),
		"reference_document": f"{desk.METHOD} 0123456",
	}
	before = frappe.db.count("Access Log", logged)
	answer = asked("067 111 22 33")
	assert answer["person"]["surname"] == "Ковальчук" and answer["person"]["street"] == kit.STREET
	assert asked("0123456")["person"]["first_name"] == "Ганна"
	assert frappe.db.count("Access Log", logged) == before + 2


def test_a_street_that_the_city_has_not_is_not_offered(file):
	file.write_text(
		"card_number,surname,first_name,street\n55555,Ковальчук,Ганна,вул. Вигадана\n", encoding="utf-8"
	)
	os.utime(file, (1, 1))
	assert asked("55555")["person"]["street"] == ""


def test_a_changed_file_is_read_anew(file):
	assert asked("0123456")["person"]
	file.write_text("card_number,surname,first_name\n77777,Новенька,Олена\n", encoding="utf-8")
	os.utime(file, (2, 2))
	assert asked("0123456")["person"] is None and asked("77777")["person"]["surname"] == "Новенька"


def test_an_unchanged_file_is_read_once(file, monkeypatch):
	asked("0123456")
	monkeypatch.setattr(registers, "read_people", lambda file: pytest.fail("read again"))
	assert asked("0123456")["person"]


@pytest.mark.parametrize(
	"spoil", [lambda file: file.write_bytes(b"\xff\xfe\x00"), lambda file: file.write_text("")]
)
def test_a_spoilt_file_is_said_and_holds_up_nothing(file, spoil):
	spoil(file)
	os.utime(file, (3, 3))
	answer = asked("0123456")
	assert answer["person"] is None and answer["note"]


def test_without_a_register_the_desk_is_told_so(db):
	answer = asked("0671112233")
	assert answer == {"person": None, "note": frappe._("No card register is set up.")}


def test_a_missing_file_holds_up_nothing(db):
	db.set_single_value(SETTINGS, "card_register_file", "gone.csv")
	frappe.clear_document_cache(SETTINGS, SETTINGS)
	assert asked("0671112233")["person"] is None


def test_another_apps_register_comes_first(file, monkeypatch):
	monkeypatch.setattr(frappe, "get_hooks", lambda name, *more: ["another_app.register"])
	monkeypatch.setattr(frappe, "get_attr", lambda path: of_another_app)
	assert isinstance(registers.register(), Answering)


def of_another_app():
	return Answering(None)


def test_the_sites_own_is_the_file(file):
	assert isinstance(registers.register(), CsvRegister)


@pytest.mark.parametrize("person", [each for each in kit.PEOPLE if each not in ("operator", "supervisor")])
def test_only_who_takes_calls_asks_the_register(file, person):
	with pytest.raises(frappe.PermissionError):
		asked("0671112233", person)


@pytest.mark.parametrize(
	"name",
	["../../site_config.json", "/etc/passwd", "a/b.csv", ".csv", "..csv", "x.txt", "gone.csv", "a\\b.csv"],
)
def test_the_settings_take_a_file_of_the_folder_alone(name):
	settings = frappe.get_doc(SETTINGS)
	settings.card_register_file = name
	with pytest.raises(frappe.ValidationError) as refusal:
		settings.save()
	assert refusal.value.problem.kind in (Kind.BAD_REGISTER_FILE, Kind.NO_FILE)


def named_in_settings(name: str) -> None:
	settings = frappe.get_doc(SETTINGS)
	settings.card_register_file = name
	settings.save()


def test_the_settings_take_a_register_and_refuse_another_file(file):
	for name in ("", file.name, ""):
		named_in_settings(name)
	file.write_text("name\nx\n", encoding="utf-8")
	with pytest.raises(frappe.ValidationError):
		named_in_settings(file.name)


def test_a_register_that_is_spoilt_later_does_not_stop_the_other_settings(file):
	file.write_text("name\nx\n", encoding="utf-8")
	frappe.get_doc(SETTINGS).save()


def test_a_register_that_cannot_even_be_made_is_none(monkeypatch):
	def broken():
		raise RuntimeError("no licence")

	monkeypatch.setattr(registers, "register", broken)
	assert not registers.is_there()
	answer = asked("0671112233")
	assert answer["person"] is None and answer["note"] and "is_unknown" not in answer


def test_the_desk_knows_whether_there_is_a_register_and_whether_it_knows_nobody(file):
	assert registers.is_there()
	assert asked("99999")["is_unknown"]
	_name_register("")
	assert not registers.is_there()


@pytest.mark.parametrize(("person", "knows"), [("operator", True), ("management", False), ("water", False)])
def test_the_boot_tells_operators_alone_of_a_register(file, person, knows):
	from contact_center.desk import boot

	info = frappe._dict()
	with kit.acting(person):
		boot.extend(info)
	assert info.contact_center["has_card_register"] is knows
