"""What an administrator may write into a message or a workflow, and what is refused by its name (P7, D1)."""

import pytest

from contact_center.reading.own_templates import strange_in_condition, strange_in_template

FIELDS = {"number", "stage", "due", "name"}
FUNCTIONS = {"moment_words", "letter_title", "letter_question", "_"}


@pytest.mark.parametrize(
	"text",
	[
		"",
		"Просто текст",
		"{{ doc.number }}",
		"{{ doc.number | upper }} {{ _('Request') }}",
		"{% if doc.due and doc.stage != 'Closed' %}{{ moment_words(doc.due) }}{% else %}–{% endif %}",
		"{%- set entry = letter_title(doc.name, none) %}{{ entry }} {{ entry.title }}",
		"{%- set entry = letter_title(doc.name) %}{{ entry['number'] }} {{ (doc.number, doc.due) | select | join(', ') }}",
		"{% if doc.due %}{% set when = doc.due %}{% else %}{% set when = doc.stage %}{% endif %}{{ when }}",
		"{{ letter_question(doc.name) }}",
		"{{ frappe.utils.get_url('/my-requests/' ~ doc.name) }}",
		"{{ frappe.db.get_value('Classifier', doc.stage, 'title') or '' }}",
		"{{ frappe.db.get_single_value('Contact Center Settings', 'phone') }}",
	],
)
def test_fields_and_functions_of_ours_may_stand_in_a_text(text):
	assert strange_in_template(text, FIELDS, FUNCTIONS) is None


@pytest.mark.parametrize(
	("text", "named"),
	[
		("{{ doc.applicant }}", "doc.applicant"),
		("{{ doc }}", "doc"),
		("{{ doc.__class__ }}", "__class__"),
		("{{ doc['applicant'] }}", "getitem"),
		("{{ doc.get('applicant') }}", "doc.get"),
		("{{ frappe }}", "frappe"),
		("{{ frappe.db.get_value('User', 'x') }}", "frappe.db.get_value"),
		("{{ frappe.utils.get_url(frappe.session.sid) }}", "sid"),
		("{{ moment_words(doc.applicant) }}", "doc.applicant"),
		("{% set entry = letter_title(doc.name) %}{{ entry['__class__'] }}", "getitem"),
		("{{ (doc.number, 1) | select('callable') }}", "select"),
		("{{ moment_words }}", "moment_words"),
		("{{ frappe.db.get_value('Classifier', doc.applicant, 'title') }}", "doc.applicant"),
		("{{ frappe.db.get_value('Classifier', 'x', 'title') }}", "frappe.db.get_value"),
		("{{ frappe.db.get_value('Applicant', doc.name, 'phone') }}", "frappe.db.get_value"),
		("{{ frappe.db.get_value(doc.stage, doc.name, 'title') }}", "frappe.db.get_value"),
		("{{ frappe.db.get_value('Classifier', doc.name, 'title', as_dict=True) }}", "frappe.db.get_value"),
		("{{ frappe.db.get_single_value('System Settings', 'phone') }}", "frappe.db.get_single_value"),
		("{{ moment_words(*doc.name) }}", "*"),
		("{{ ''.__class__ }}", "__class__"),
		("{{ doc.number.format }}", "format"),
		("{{ doc.number | attr('x') }}", "attr"),
		("{{ doc.number | safe }}", "safe"),
		("{% for each in doc.number %}{% endfor %}", "for"),
		("{% include 'x' %}", "include"),
		("{% macro x() %}{% endmacro %}", "macro"),
		("{% set doc = frappe %}{{ doc.x }}", "doc"),
		("{% set entry = doc %}{{ entry.applicant }}", "doc"),
		("{% set _ = 1 %}{{ _.x }}", "_"),
		("{{ 2 ** 9 }}", "pow"),
		("{{ (doc.number, 1) | join(', ', attribute='parent_doc.applicant') }}", "join"),
		("{{ (doc.number, 1) | join(', ', 'parent_doc.applicant') }}", "join"),
		("{{ (doc.number, 1) | join(*doc.number) }}", "join"),
		("{% set args = args %}{{ args['pwd'] }}", "args"),
		("{{ args.pwd }}{% set args = 1 %}", "args.pwd"),
		("{% if doc.due %}{% set args = 1 %}{% endif %}{{ args.pwd }}", "args.pwd"),
		("{% if doc.due %}{% set x = 1 %}{% elif doc.stage %}{{ x }}{% endif %}", "x"),
		("{% set frappe = doc.number %}{{ frappe.x }}", "frappe"),
		("{{ letter_question('REQ-1') }}", "letter_question"),
		("{{ letter_question(doc.stage) }}", "letter_question"),
		("{% set x = 'REQ-1' %}{{ letter_question(x) }}", "letter_question"),
		("{{ frappe.db.get_value('Applicant', doc.stage, 'user') }}", "frappe.db.get_value"),
	],
)
def test_all_else_is_named(text, named):
	assert strange_in_template(text, FIELDS, FUNCTIONS) == named


@pytest.mark.parametrize("text", ["contact_center/notifications/applicant_registered.html", "x.md"])
def test_a_path_is_a_file_to_the_framework(text):
	"""It would be rendered instead of the text, with all that it says of the applicant."""
	assert strange_in_template(text, FIELDS, FUNCTIONS) == text
	assert strange_in_template(f"Див. {text}\n", FIELDS, FUNCTIONS) is None


def test_a_text_that_is_no_template_is_refused():
	assert strange_in_template("{{ doc.number", FIELDS, FUNCTIONS)


@pytest.mark.parametrize(
	"text",
	[
		"",
		'doc.stage == "Closed"',
		"not doc.due",
		"doc.number in ('1', '2') and 1 < -doc.due",
		"doc.due if doc.stage else None",
	],
)
def test_fields_may_be_compared(text):
	assert strange_in_condition(text, FIELDS) is None


@pytest.mark.parametrize(
	("text", "named"),
	[
		("doc.applicant", "doc.applicant"),
		("doc", "doc"),
		("frappe.session.user", "frappe.session.user"),
		("doc.get('x')", "doc.get('x')"),
		("doc.number.strip", "doc.number.strip"),
		("[x for x in doc.number]", "[x for x in doc.number]"),
		("(lambda: 1)()", "(lambda: 1)()"),
		("doc.number + 'x'", "doc.number + 'x'"),
		("f'{doc.number}'", "f'{doc.number}'"),
		("import os", "import os"),
	],
)
def test_a_condition_calls_nothing(text, named):
	assert strange_in_condition(text, FIELDS) == named
