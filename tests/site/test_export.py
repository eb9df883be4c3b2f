"""What a site exports is read again by the rules, and what it replays is what the site shows."""

import csv

import frappe
import kit
import pytest
from kit_files import unique_photo

from contact_center.demo import load
from contact_center.policy import export, policy_records
from contact_center.reading.policy_files import DEFAULT_POLICY, load_policy
from contact_center.record import clock

pytest_plugins = ["kit_city"]


@pytest.fixture
def city_policy(db):
	yield load_policy(DEFAULT_POLICY, load.POLICY)
	db.rollback()
	frappe.clear_cache()


def test_r4_6_r5_11_the_exported_policy_is_the_sites(city_policy, tmp_path):
	"""Types, routes, districts, streets and the tree come back as they were; the site may have others besides."""
	policy_records.install(city_policy)
	export.export_policy(tmp_path)
	found = load_policy(tmp_path)
	for code, rtype in city_policy.types.items():
		there = found.types[code]
		assert (there.accept, there.done, there.urgency) == (rtype.accept, rtype.done, rtype.urgency)
		assert set(there.alerts) == set(rtype.alerts)
	for code, entry in city_policy.classifier.items():
		there = found.classifier[code]
		assert set(there.routes) == set(entry.routes)
		assert (there.parent, there.request_type, there.active) == (
			entry.parent,
			entry.request_type,
			entry.active,
		)
		assert there.required_fields == entry.required_fields
	assert city_policy.districts.items() <= found.districts.items()
	assert set(city_policy.executors) <= set(found.executors)
	assert found.street_types.keys() >= {row.street_type for row in city_policy.streets}
	ours = {(row.street_type, row.name, row.range) for row in city_policy.streets}
	assert ours <= {(row.street_type, row.name, row.range) for row in found.streets}


def test_r5_4_where_to_turn_comes_back(city_policy, tmp_path):
	values = {"code": "KIT-STATE", "title": "Перевірочний паспорт", "is_state_body": 1}
	frappe.get_doc({"doctype": "Classifier", **values, "where_to_turn": "ДМС"}).insert()
	export.export_policy(tmp_path)
	found = load_policy(tmp_path).classifier["KIT-STATE"]
	assert (found.where_to_turn, found.request_type) == ("ДМС", None)
	frappe.delete_doc("Classifier", "KIT-STATE", force=True)
	policy_records.install(load_policy(tmp_path))
	assert frappe.get_doc("Classifier", "KIT-STATE").is_state_body == 1


def test_d1_the_exported_history_has_every_line_and_no_applicant(city, tmp_path):
	with clock.at(kit.moment(2026, 11, 9, 10)):
		request = kit.registered()
	export.export_history(tmp_path)
	[row] = [row for row in rows(tmp_path / "requests.csv") if row["number"] == request.number]
	assert row["moment"] == "2026-11-09T08:00:00+00:00"
	assert (row["applicant"], row["phone"], row["description"]) == ("", "", "–")
	lines = [line for line in rows(tmp_path / "journal.csv") if line["request"] == request.number]
	assert [line["kind"] for line in lines] == kit.kinds(request)
	assert lines[-1]["executor"] == kit.task_of(request).executor
	assert {line["due"] for line in lines} == {""}  # the rules say these again


def test_r6_3_3_r6_2_2_grounds_and_wished_days_are_exported_without_any_file(city, tmp_path):
	"""A ground about one executor's file names that executor; what was asked for and agreed has its day."""
	with clock.at(kit.moment(2026, 11, 9, 10)):
		request = kit.registered(classifier=kit.YARD)
	with clock.at(kit.moment(2026, 11, 9, 11)):
		tasks = {who: kit.task_of(request, kit.EXECUTOR_OF[who]) for who in ("roads", "housing")}
		for who, task in tasks.items():
			kit.accept(task, who)
		wished = [kit.wished_day(tasks["housing"], days) for days in (3, 2)]
		kit.extend(kit.ask_for_term(tasks["housing"], "housing", day=wished[0]), day=wished[1])
		for who, task in tasks.items():
			photo = kit.hung_on(task, who, content=unique_photo())
			kit.report(task, who, evidence=[{"kind": "Photo", "file": photo}])
		file = kit.fresh(tasks["roads"]).evidence[0].file
		kit.return_for_rework(request, grounds=[{"ground": kit.SCAN, "files": file}, kit.BLURRED])
	export.export_history(tmp_path)
	lines = [line for line in rows(tmp_path / "journal.csv") if line["request"] == request.number]
	[returned] = [line for line in lines if line["grounds"]]
	assert returned["kind"] == "Returned"
	assert returned["grounds"].split("\n") == [f"{kit.SCAN} → KIT-ROADS", kit.BLURRED]
	days = {line["kind"]: line["due"][:10] for line in lines if line["due"]}
	assert days == {"Term Asked": wished[0], "Extended": wished[1]}
	assert file not in (tmp_path / "journal.csv").read_text(encoding="utf-8-sig")


def rows(path):
	with path.open(encoding="utf-8-sig", newline="") as source:
		return list(csv.DictReader(source, delimiter=";"))
