"""Fields that the city added to the request, required by a classifier entry: asked for on every way, without code (R5.11)."""

import frappe
import kit
import pytest
from frappe.custom.doctype.custom_field.custom_field import create_custom_field
from kit import LEAK
from kit_city import remove_requests
from kit_import import text
from kit_portal import GOOD, ours, post

from contact_center.policy import own_fields
from contact_center.regulation.problems import ProblemError, ProblemKind

pytest_plugins = ["kit_city", "kit_portal", "kit_import", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")

FIELDS = {
	# As the framework names a field after its Ukrainian label.
	"custom_номер_лічильника": {"label": "Номер лічильника", "fieldtype": "Data"},
	"custom_kit_pipe": {"label": "Яка труба", "fieldtype": "Select", "options": "\nХолодна\nГаряча"},
	"custom_kit_seen": {"label": "Аварію видно з вулиці", "fieldtype": "Check"},
	"custom_kit_since": {"label": "З якого дня", "fieldtype": "Date"},
	"custom_kit_more": {"label": "Подробиці", "fieldtype": "Small Text"},
	"custom_kit_place": {"label": "Мітка", "fieldtype": "Geolocation"},
	"custom_kit_shown": {"label": "Лише показ", "fieldtype": "Data", "read_only": 1},
}
ASKED = list(FIELDS)[:4]
WRITTEN = {"custom_номер_лічильника": "АБ-17", "custom_kit_pipe": "Гаряча", "custom_kit_seen": "1", "custom_kit_since": "2026-03-01"}  # fmt: skip


@pytest.fixture(scope="module")
def fields(city):
	"""Committed: a new field is a change of the table."""
	for after, (name, values) in zip(("description", *FIELDS), FIELDS.items(), strict=False):
		create_custom_field("Request", {"fieldname": name, "insert_after": after, **values})
	_require(ASKED)
	yield
	frappe.db.rollback()
	_require([])
	for name in FIELDS:
		frappe.delete_doc("Custom Field", f"Request-{name}", force=True)
	frappe.db.commit()
	frappe.clear_cache(doctype="Request")


def _require(names) -> None:
	with kit.acting("administrator"):
		entry = frappe.get_doc("Classifier", LEAK)
		entry.set("required_fields", [{"field": name} for name in names])
		entry.save()
	frappe.db.commit()


@pytest.fixture
def gone():
	yield
	frappe.db.rollback()
	remove_requests(ours())
	frappe.db.commit()


@pytest.mark.parametrize(
	("name", "kind"),
	[
		("custom_kit_place", ProblemKind.FIELD_NOT_REQUIRED),
		("custom_kit_shown", ProblemKind.FIELD_NOT_REQUIRED),
		("custom_nothing", ProblemKind.UNKNOWN_FIELD),
		("applicant", ProblemKind.UNKNOWN_FIELD),
	],
)
def test_a_field_that_nobody_could_fill_in_is_refused_where_it_is_required(fields, name, kind):
	with pytest.raises(ProblemError) as caught:
		own_fields.check_required(name)
	assert caught.value.kind is kind
	entry = frappe.get_doc("Classifier", "KIT-LIFT")
	entry.append("required_fields", {"field": name})
	with kit.acting("administrator"), pytest.raises(frappe.ValidationError) as refused:
		entry.save()
	assert refused.value.problem.kind is kind


def test_the_telephone_is_asked_by_the_names_of_the_fields(fields):
	with pytest.raises(frappe.ValidationError) as refused:
		kit.registered()
	assert refused.value.problem.values == tuple(ASKED)
	assert all(FIELDS[name]["label"] in str(refused.value) for name in ASKED)
	assert kit.registered(**{**WRITTEN, "custom_kit_seen": 1}).number


def test_a_correction_does_not_leave_it_empty(fields):
	request = kit.registered(**{**WRITTEN, "custom_kit_seen": 1})
	with pytest.raises(frappe.ValidationError, match=FIELDS["custom_номер_лічильника"]["label"]):
		kit.corrected(request, custom_номер_лічильника="")


def test_the_portal_shows_the_fields_that_its_entries_require(fields, citizen):
	page = citizen.get(citizen.url("/submit-request"), timeout=60).text
	for name in ASKED:
		assert f'data-field="{name}" data-own hidden' in page and FIELDS[name]["label"] in page
	assert (
		'<option value="Гаряча">' in page
		and 'id="custom_kit_since" name="custom_kit_since" type="date"' in page
	)
	assert "custom_kit_more" not in page and "custom_kit_place" not in page


def test_a_citizen_is_asked_at_each_field_and_what_is_written_is_kept(fields, citizen, clean, gone):
	answer = post(citizen, "submit", **GOOD)
	assert list(answer.json()["field_errors"]) == ASKED
	answer = post(citizen, "submit", **GOOD, own=frappe.as_json(WRITTEN))
	assert answer.ok, answer.text
	frappe.db.rollback()
	request = frappe.get_doc("Request", answer.json()["message"]["name"])
	found = {name: str(request.get(name)) for name in ASKED}
	assert found == WRITTEN


@pytest.mark.parametrize(
	("name", "written", "kind"),
	[
		("custom_номер_лічильника", "ю" * 141, ProblemKind.LONG_TEXT),
		("custom_kit_pipe", "Тепла", ProblemKind.NOT_ONE_OF),
		("custom_kit_seen", "може", ProblemKind.NOT_A_FLAG),
		("custom_kit_seen", "0", ProblemKind.MISSING_FIELDS),
		("custom_kit_since", "позавчора", ProblemKind.NOT_A_DATE),
		("custom_номер_лічильника", {"a": 1}, None),
	],
)
def test_what_cannot_be_read_is_told_at_its_field(fields, citizen, clean, gone, name, written, kind):
	answer = post(citizen, "submit", **GOOD, own=frappe.as_json({**WRITTEN, name: written}))
	found = {field: each["kind"] for field, each in answer.json().get("field_problems", {}).items()}
	assert found == ({name: kind} if kind else {})


def test_requests_that_differ_in_the_citys_own_field_alone_are_two(fields, citizen, clean, gone):
	"""Two meters of one house leak; a double tap is still one request."""
	written = [{**WRITTEN, ASKED[0]: meter} for meter in ("АБ-17", "АБ-18", "АБ-18")]
	answers = [post(citizen, "submit", **GOOD, own=frappe.as_json(own)) for own in written]
	names = [answer.json()["message"]["name"] for answer in answers]
	assert names[0] != names[1] == names[2]


@pytest.mark.parametrize(
	"own", ["не JSON", "[1]", '{"a":' * 3_900, '{"stage": "Closed", "custom_kit_more": "тихцем"}']
)
def test_nothing_else_passes_through_the_citys_own_fields(fields, citizen, clean, own):
	answer = post(citizen, "submit", **GOOD, own=own)
	assert answer.status_code == 417 and list(answer.json()["field_errors"]) == ASKED


def test_a_file_has_columns_of_them(fields, load):
	columns = [*"moment channel applicant phone street building classifier description".split(), *ASKED]
	good = {**WRITTEN, "custom_kit_since": "01.03.2026", "custom_kit_seen": "так"}
	content = text(good, {**good, "description": "Друга", "custom_kit_pipe": "тепла"}, {**good, "description": "Третя", "custom_номер_лічильника": ""}, columns=columns)  # fmt: skip
	kinds = [each.problem and each.problem.kind for each in load(content.encode())]
	assert kinds == [None, ProblemKind.NOT_ONE_OF, ProblemKind.MISSING_FIELDS]


def test_the_exported_policy_is_read_again(fields, tmp_path):
	from contact_center.policy import export
	from contact_center.reading.policy_files import load_policy

	export.export_policy(tmp_path)
	assert load_policy(tmp_path).classifier[LEAK].required_fields == tuple(ASKED)


def test_a_field_that_an_entry_requires_is_not_deleted(fields):
	with pytest.raises(frappe.ValidationError) as refused:
		frappe.delete_doc("Custom Field", "Request-custom_номер_лічильника")
	assert refused.value.problem.kind is ProblemKind.STILL_IN_USE and LEAK in str(refused.value)


def test_the_desk_offers_them_to_the_administrator(fields):
	from contact_center.desk import boot

	bootinfo = frappe._dict()
	boot.extend(bootinfo)
	offered = {each["value"]: each["label"] for each in bootinfo.contact_center["required_fields"]}
	assert offered["custom_номер_лічильника"] == "Номер лічильника" and "flat" in offered
	assert "custom_kit_place" not in offered and "custom_kit_shown" not in offered
