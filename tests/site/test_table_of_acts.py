"""The table of acts and the house: each act has its function, its words and its way in, and nothing is done past it."""

import json
from importlib import import_module
from pathlib import Path

import frappe
import kit
import pytest

from contact_center import workflows
from contact_center.contact_center.doctype.request.request import Request
from contact_center.contact_center.doctype.request_task.request_task import RequestTask
from contact_center.desk import boot
from contact_center.regulation import acts
from contact_center.regulation.acts import ACTS, REQUEST, TASK
from contact_center.regulation.facts import Kind
from contact_center.words import journal_words

pytest_plugins = ["kit_city"]
CONTROLLERS = {REQUEST: Request, TASK: RequestTask}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: f"{act.name}-{act.document}")
def test_an_act_has_a_function_of_its_own_name_in_its_chapter(act, site):
	"""Who looks for «accept» ends where accepting happens."""
	function = getattr(import_module(f"contact_center.{act.chapter}"), act.name)
	assert function.__module__ == f"contact_center.{act.chapter}" and function.__doc__


@pytest.mark.parametrize("document", [REQUEST, TASK])
def test_a_form_does_all_the_acts_that_a_transition_can_be_and_no_others(document, site):
	assert set(CONTROLLERS[document].ACTS) == {act.name for act in acts.moves(document)}
	for act in acts.moves(document):
		function = getattr(import_module(f"contact_center.{act.chapter}"), act.name)
		assert CONTROLLERS[document].ACTS[act.name] is function


@pytest.mark.parametrize("file", workflows.FILES)
def test_every_transition_of_the_shipped_workflows_is_an_act(file, site):
	shipped = json.loads(Path(workflows.__file__).with_name(file).read_text(encoding="utf-8"))
	stages = {row["state"]: row["update_value"] for row in shipped["states"]}
	done = {
		acts.between(shipped["document_type"], stages[row["state"]], stages[row["next_state"]])
		for row in shipped["transitions"]
	}
	assert None not in done
	reached_by_button = {act for act in acts.moves(shipped["document_type"]) if act is not acts.RECEIVE}
	assert done == reached_by_button


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_words_in_both_languages(kind, site, monkeypatch):
	for words in (journal_words.for_staff, journal_words.for_applicant):
		monkeypatch.setattr(frappe.local, "lang", "en")
		english = words(kind.value)
		monkeypatch.setattr(frappe.local, "lang", "uk")
		assert english and words(kind.value) not in ("", english)


def test_the_desk_knows_the_table_from_the_start(site):
	"""No script of the desk has a list of its own."""
	bootinfo = frappe._dict()
	boot.extend(bootinfo)
	rows = bootinfo.contact_center["acts"]
	assert [(row["name"], row["document"]) for row in rows] == [(act.name, act.document) for act in ACTS]
	assert set(bootinfo.contact_center["journal"]) == {kind.value for kind in Kind}
	json.dumps(bootinfo.contact_center)


def test_the_table_of_acts_refuses_other_roles(city):
	"""P1-P4: the roles of the parties that the row names, and nobody else's."""
	from contact_center.access import permissions

	for act in ACTS:
		allowed = {
			person
			for person in kit.PEOPLE
			if ({"operator", "supervisor"} & {person} and acts.Party.OPERATOR in act.by)
			or (person == "supervisor" and acts.Party.SUPERVISOR in act.by)
			or (person in ("water", "roads", "housing", "idler") and acts.Party.EXECUTOR in act.by)
			or (person in ("citizen", "neighbour") and acts.Party.APPLICANT in act.by)
		}
		for person in kit.PEOPLE:
			with kit.acting(person):
				if person in allowed:
					permissions.check_may(act)
					continue
				with pytest.raises(frappe.PermissionError):
					permissions.check_may(act)
