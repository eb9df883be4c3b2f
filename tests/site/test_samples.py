"""A sample of closed requests: drawn by lots that can be drawn again, checked, and what share failed (R9.2.4)."""

from datetime import timedelta

import frappe
import kit
import pytest

from contact_center.control import inspection_acts, rework, samples
from contact_center.desk import inspection_form, sample_form
from contact_center.record import checking, clock
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.samples import drawn, lot

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city", "db")


def closed(**other):
	"""A request that was reported, confirmed and closed."""
	request = kit.executed(**other)
	kit.confirm_and_close(request)
	return kit.fresh(request)


def closed_rows(count: int, executor: str = "KIT-WATER") -> list[str]:
	"""Insert bare rows of requests that were closed today, past every act: a draw reads nothing else of them."""
	now = clock.to_site(clock.now())
	names = [frappe.generate_hash(length=10) for _each in range(count)]
	fields = ["name", "creation", "modified", "stage", "closed_at", "lead_executor", "classifier"]
	rows = [(name, now, now, "Closed", now, executor, kit.LEAK) for name in names]
	frappe.db.bulk_insert("Request", fields, rows)
	return names


def refused(expected: Kind, act, /, **given) -> None:
	with pytest.raises(frappe.ValidationError) as refusal:
		act(**given)
	assert refusal.value.problem.kind is expected


def checked(sample, row, result: str, note: str = "", by: str = "operator") -> None:
	with kit.acting(by):
		samples.record_check(sample.name, row.name, result, note)


def test_the_smallest_lots_are_drawn_and_the_database_reckons_them_as_the_rules_do():
	names = closed_rows(40)
	sample = frappe.get_doc("Inspection Sample", kit.sample(executor="KIT-WATER", size=8))
	assert len(sample.seed) == 32 and sample.population >= 40
	assert all(row.lot == lot(sample.seed, row.request) for row in sample.requests)
	others = set(names) - {row.request for row in sample.requests}
	greatest = max(row.lot for row in sample.requests)
	assert all(lot(sample.seed, name) > greatest for name in others)
	assert drawn(sample.seed, {row.request for row in sample.requests} | others, 8) == [
		row.request for row in sample.requests
	]


def test_nobody_chooses_the_seed_and_each_draw_is_another():
	closed_rows(40)
	one, other = (frappe.get_doc("Inspection Sample", kit.sample(size=10)) for _each in range(2))
	assert one.seed != other.seed
	assert [row.request for row in one.requests] != [row.request for row in other.requests]
	with kit.acting("supervisor"), pytest.raises(TypeError):
		samples.draw("2026-01-01", "2026-01-31", size=5, seed="00")


def test_only_supervisors_draw():
	for person in ("operator", "water", "management", "administrator", "citizen", "stranger"):
		with pytest.raises(frappe.PermissionError):
			kit.sample(person)


def test_the_draw_repeats_and_a_return_since_changes_nothing():
	closed_rows(30)
	sample = frappe.get_doc("Inspection Sample", kit.sample(size=6))
	assert samples.redrawn(sample) == {"left_out": 0, "gone": 0}
	frappe.db.set_value("Request", sample.requests[0].request, {"stage": "Rework", "closed_at": None})
	assert samples.redrawn(sample) == {"left_out": 0, "gone": 1}
	frappe.db.set_value("Sampled Request", sample.requests[1].name, "request", sample.requests[2].request)
	assert samples.redrawn(kit.fresh(sample))["left_out"] == 1, "somebody picked"


def test_of_each_executor_in_proportion_and_nobody_left_out():
	closed_rows(60, "KIT-WATER")
	closed_rows(30, "KIT-ROADS")
	closed_rows(2, "KIT-HOUSING")
	sample = frappe.get_doc("Inspection Sample", kit.sample(size=12, by_executor=1, classifier=kit.LEAK))
	counts = {
		code: [row.executor for row in sample.requests].count(code) for code in kit.EXECUTOR_OF.values()
	}
	assert (
		sum(counts.values()) == 12 and counts["KIT-WATER"] > counts["KIT-ROADS"] > counts["KIT-HOUSING"] >= 1
	)
	assert samples.redrawn(sample) == {"left_out": 0, "gone": 0}


def test_a_senseless_draw_is_refused():
	day = lambda days: str(clock.now().date() + timedelta(days=days))  # noqa: E731
	refused(Kind.SAMPLE_PERIOD, kit.sample, from_date=day(0), to_date=day(-1))
	refused(Kind.SAMPLE_PERIOD, kit.sample, to_date=day(1))
	refused(Kind.SAMPLE_OF_NOTHING, kit.sample, from_date="2001-01-01", to_date="2001-01-31")
	refused(Kind.NOT_A_DATE, kit.sample, from_date="торік")
	refused(Kind.NOT_ONE_OF, kit.sample, way="Ворожіння")
	closed_rows(3)
	refused(Kind.SAMPLE_SIZE, kit.sample, size=0)
	refused(Kind.SAMPLE_SIZE, kit.sample, size=5000)


def test_checks_make_the_share_with_its_interval():
	closed_rows(20)
	sample = frappe.get_doc("Inspection Sample", kit.sample(size=10, executor="KIT-WATER"))
	for row in sample.requests[:6]:
		checked(sample, row, "Passed")
	for row in sample.requests[6:8]:
		checked(sample, row, "Not Passed", "Заявниця каже: яму не засипано")
	checked(sample, sample.requests[8], "Could Not Be Checked", "Не відповідає")
	found = kit.fresh(sample)
	assert (found.checked, found.failed, found.unclear, found.failed_share) == (8, 2, 1, 25.0)
	assert (found.share_low, found.share_high) == (7.1, 59.1)
	[row] = samples.by_executor(found)
	assert (row["failed"], row["checked"], row["title"]) == (2, 8, kit.executor_title("KIT-WATER"))


def test_a_check_is_the_offices_and_a_failure_needs_words():
	closed_rows(5)
	sample = frappe.get_doc("Inspection Sample", kit.sample(size=2))
	row = sample.requests[0]
	for person in ("water", "management", "administrator", "citizen"):
		with pytest.raises(frappe.PermissionError):
			checked(sample, row, "Passed", by=person)
	for result, note, kind in (("Not Passed", " ", Kind.CHECK_NEEDS_WORDS), ("Гарно", "", Kind.NOT_ONE_OF)):
		with pytest.raises(frappe.ValidationError) as refusal:
			checked(sample, row, result, note)
		assert refusal.value.problem.kind is kind
	checked(sample, row, "Passed")
	checked(sample, row, "Not Passed", "Передзвонили: ні")
	assert (kit.fresh(sample).checked, kit.fresh(sample).failed) == (1, 1), "corrected"


def test_an_inspection_of_a_sampled_request_is_its_check():
	request = closed()
	sample = frappe.get_doc("Inspection Sample", kit.sample(size=1000, way="On the Spot"))
	called = kit.call_inspection(request, kind="Sample", reason="Вибіркова перевірка")
	[row] = [each for each in kit.fresh(sample).requests if each.request == request.name]
	assert row.inspection == called.name
	kit.record_inspection(called, "Work Not Done", findings="Ями не засипано")
	found = kit.fresh(sample)
	[row] = [each for each in found.requests if each.request == request.name]
	assert (row.result, row.note, found.failed) == ("Not Passed", "Ями не засипано", 1)
	with kit.acting("operator"):
		[shown] = [each for each in sample_form.shown(found)["requests"] if each["request"] == request.name]
	assert shown["may_return"] and not shown["may_inspect"]
	shown_then = kit.version(request)
	for person in ("water", "management", "citizen"):
		with kit.acting(person), pytest.raises(frappe.PermissionError):
			rework.return_closed(request.name, "Ями не засипано", [kit.BLURRED], seen=shown_then)
	with kit.acting("operator"):
		refused(
			Kind.RETURN_GROUND_NEEDED, rework.return_closed, request=request.name, reason="Ями не засипано"
		)
		for _click in range(2):
			rework.return_closed(request.name, "Ями не засипано", [kit.BLURRED], seen=shown_then)
	returned = kit.fresh(request)
	assert (returned.stage, returned.return_count, returned.closed_at) == ("Rework", 1, None)
	assert [row.ground for row in returned.returned_for] == [kit.BLURRED]
	assert kit.BLURRED in kit.fresh(kit.task_of(request)).reviewer_comment
	assert checking.check(request.name) == []
	with kit.acting("operator"):
		refused(Kind.RETURN_OF_WHAT, rework.return_closed, request=request.name, reason="Ще раз")
		[shown] = [each for each in sample_form.shown(found)["requests"] if each["request"] == request.name]
	assert not shown["may_return"], "it was returned"


def offered(sample, request) -> dict:
	"""What the sample's form offers an operator for the request."""
	with kit.acting("operator"):
		[row] = [
			each
			for each in sample_form.shown(kit.fresh(sample))["requests"]
			if each["request"] == request.name
		]
	return row


def test_what_could_not_be_inspected_is_inspected_again_and_counts_then():
	request = closed()
	sample = frappe.get_doc("Inspection Sample", kit.sample(size=1000, way="On the Spot"))
	first = kit.call_inspection(request, kind="Sample", reason="Вибіркова перевірка")
	assert not offered(sample, request)["may_inspect"], "it is called"
	with kit.acting("operator"):
		inspection_acts.call_off_inspection(first.name, "Злива", kit.version(first))
	assert offered(sample, request)["may_inspect"], "it was called off"
	second = kit.call_inspection(request, kind="Sample", reason="Вибіркова перевірка, удруге")
	kit.record_inspection(second, "Could Not Take Place", findings="Двір зачинено")
	assert offered(sample, request)["result"] == "Could Not Be Checked"
	assert offered(sample, request)["may_inspect"], "nobody has seen it yet"
	with kit.acting("operator"):
		assert inspection_form.of_request(kit.fresh(request))["sampled"]
	third = kit.call_inspection(request, kind="Sample", reason="Вибіркова перевірка, утретє")
	assert not offered(sample, request)["may_inspect"]
	kit.record_inspection(third, "Work Not Done", findings="Ями не засипано")
	row = offered(sample, request)
	assert (row["result"], row["inspection"], row["may_return"]) == ("Not Passed", third.name, True)
	assert (kit.fresh(sample).failed, kit.fresh(sample).unclear) == (1, 0)


def test_executors_see_no_sample_and_nobody_writes_one_by_its_form():
	closed_rows(5)
	name = kit.sample(size=2)
	for person in ("water", "idler", "citizen", "stranger"):
		with kit.acting(person):
			assert not frappe.has_permission("Inspection Sample", "read", doc=name)
	for person in ("supervisor", "sysadmin"):
		with kit.acting(person):
			doc = frappe.get_doc("Inspection Sample", name)
			doc.seed = "00"
			with pytest.raises(frappe.PermissionError):
				doc.save()
			with pytest.raises(frappe.PermissionError):
				frappe.delete_doc("Inspection Sample", name)


def test_a_draw_reads_its_index_alone():
	closed_rows(50)
	sample = frappe.get_doc("Inspection Sample", kit.sample(size=5))
	where, values = samples._where(sample)
	plan = frappe.db.sql(
		f"explain select name, lead_executor from `tabRequest` force index (stage_closed_at_lead_executor_index) where {where}",
		values,
		as_dict=True,
	)
	assert "Using index" in plan[0].Extra
