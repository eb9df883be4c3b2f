"""R4.5: long-term work has no day of its own; each of its stages has, and the next one's is the term in force."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from journal_kit import at, line, story
from regulation_kit import CALENDAR, kyiv, same

from contact_center.regulation import work_stages
from contact_center.regulation.facts import Kind, Line, RequestFacts, TaskFacts, WorkStage, fold
from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.stages import Stage
from contact_center.regulation.terms import RequestType, Term
from contact_center.regulation.work_stages import Plan

LONG = RequestType("long", "Довгострокова", 5, Term(2, "Hours"), Term(0, "No Fixed Term"))
ORDINARY = RequestType("ordinary", "Звичайна", 3, Term(2, "Hours"), Term(5, "Calendar Days"))
NOW = kyiv("2026-11-23 12:00")
DAY = date(2026, 11, 30)


def stage(kind: str, hours: float, key: str, due: float | None = None, executor: str = "water") -> Line:
	moment = at(due) if due is not None else None
	return replace(line(f"Stage {kind}", hours, executor, due=moment), work_stage=key)


def work(*lines: Line, executors=("water",)) -> RequestFacts:
	"""The facts of long-term work that was accepted, and of what came then."""
	begun = [Line(Kind.RECEIVED, at(-1)), Line(Kind.REGISTERED, at(0), accept_by=at(2))]
	begun += [Line(Kind.SENT, at(0), each, lead=each == executors[0], accept_by=at(2)) for each in executors]
	begun += [Line(Kind.ACCEPTED, at(1), each) for each in executors]
	return fold([*begun, *lines])


def water(*lines: Line) -> TaskFacts:
	return work(*lines).tasks["water"]


def test_accepted_long_term_work_has_no_next_date_until_a_stage_is_agreed():
	assert water().without_date
	assert water(stage("Planned", 2, "a", 50)).without_date
	assert water(stage("Planned", 2, "a", 50)).stage_waits
	assert not water(stage("Planned", 2, "a", 50), stage("Agreed", 3, "a", 50)).without_date
	assert not water(stage("Planned", 2, "a", 50), stage("Agreed", 3, "a", 50)).stage_waits


def test_the_day_of_the_next_stage_is_the_term_in_force_of_task_and_request():
	facts = work(stage("Agreed", 3, "b", 90), stage("Agreed", 3, "a", 50))
	assert same(facts.due, at(50)) and same(facts.tasks["water"].due, at(50))
	facts = work(stage("Agreed", 3, "b", 90), stage("Agreed", 3, "a", 50), stage("Done", 40, "a"))
	assert same(facts.due, at(90)) and not facts.overdue


def test_after_the_last_stage_it_is_without_a_date_again_and_under_control():
	facts = work(stage("Agreed", 3, "a", 50), stage("Done", 40, "a"))
	assert facts.due is None and facts.tasks["water"].without_date and facts.stage is Stage.IN_PROGRESS
	assert same(facts.first_due, at(50))  # R4.8


def test_a_missed_stage_is_lateness_on_record_for_ever():
	broken = (stage("Agreed", 3, "a", 50), line("Term Broken", 50, "water"))
	task = water(*broken)
	assert (task.overdue, task.broken_term_on_record, task.stages_missed) == (True, True, 1)
	task = water(*broken, stage("Done", 60, "a"), stage("Agreed", 61, "b", 90))
	assert (task.overdue, task.broken_term_on_record, task.stages_missed) == (True, False, 1)


def test_a_stage_that_is_reported_late_is_late_even_if_no_sweep_noticed():
	task = water(stage("Agreed", 3, "a", 50), stage("Done", 51, "a"))
	assert task.overdue and task.work_stages["a"].missed
	assert not water(stage("Agreed", 3, "a", 50), stage("Done", 50, "a")).overdue


def test_a_moved_stage_keeps_its_first_day_and_both_are_counted():
	facts = work(stage("Agreed", 3, "a", 50), stage("Planned", 10, "a", 80), stage("Agreed", 11, "a", 80))
	moved = facts.tasks["water"].work_stages["a"]
	assert (moved.moves, moved.first_due, moved.due, moved.wished) == (1, at(50), at(80), None)
	assert (facts.extension_count, facts.tasks["water"].extension_count) == (1, 1)
	assert same(facts.first_due, at(50)) and same(facts.due, at(80))


def test_a_refused_day_leaves_the_agreed_one():
	task = water(stage("Agreed", 3, "a", 50), stage("Planned", 10, "a", 80), stage("Refused", 11, "a"))
	assert same(task.due, at(50)) and task.work_stages["a"].wished is None


def test_a_newly_agreed_day_is_not_overdue_and_can_be_missed_too():
	lines = (stage("Agreed", 3, "a", 50), line("Term Broken", 50, "water"), stage("Agreed", 55, "a", 90))
	assert not water(*lines).broken_term_on_record
	assert water(*lines, line("Term Broken", 90, "water")).broken_term_on_record


def test_a_new_term_moves_the_stage_that_is_next():
	task = water(
		stage("Agreed", 3, "a", 50), stage("Agreed", 3, "b", 200), line("Extended", 5, "water", due=at(70))
	)
	assert same(task.work_stages["a"].due, at(70)) and task.work_stages["a"].moves == 1
	assert same(task.work_stages["b"].due, at(200))


def test_a_wish_for_a_longer_term_ends_with_its_stage():
	asked = (stage("Agreed", 3, "a", 50), line("Term Asked", 5, "water"))
	assert water(*asked).extension_asked_at and not water(*asked, stage("Done", 6, "a")).extension_asked_at


def test_returned_work_without_a_term_has_no_clock_that_stands():
	task = water(line("Executed", 5, "water"), line("Returned", 6))
	assert task.stopped_at is None and task.without_date


def test_nothing_is_due_before_the_day_that_a_new_term_or_a_rest_gives():
	both = (stage("Agreed", 3, "a", 50), stage("Agreed", 3, "b", 60))
	for task in (
		water(*both, line("Extended", 5, "water", due=at(70))),
		water(
			*both,
			line("Executed", 5, "water"),
			line("Returned", 49),
			line("Resumed", 49, "water", due=at(70)),
		),
	):
		assert same(task.due, at(70)) and {each.due for each in task.work_stages.values()} == {at(70)}


def test_stages_of_another_executor_than_the_lead_are_not_the_requests_term():
	facts = work(stage("Agreed", 3, "a", 50, "roads"), executors=("water", "roads"))
	assert facts.due is None and same(facts.tasks["roads"].due, at(50))
	assert facts.tasks["water"].without_date and not facts.tasks["roads"].without_date


def test_a_missed_stage_of_the_lead_breaks_no_term_of_who_has_no_date():
	broken = Line(Kind.TERM_BROKEN, at(50))
	facts = work(stage("Agreed", 3, "a", 50), broken, executors=("water", "roads"))
	assert facts.overdue and facts.tasks["water"].overdue and not facts.tasks["roads"].overdue


def test_lines_that_name_no_stage_change_nothing():
	"""As in journals of other systems."""
	assert water(line("Stage Agreed", 3, "water", due=at(50))).due is None


def test_work_that_is_reported_or_dropped_waits_for_no_date():
	assert not water(line("Executed", 5, "water")).without_date
	assert not water(line("Not Competent", 5, "water")).without_date


def task(**stages: WorkStage) -> TaskFacts:
	return TaskFacts("water", Stage.IN_PROGRESS, accepted_at=NOW, work_stages=stages)


def refused(rule, *args) -> ProblemKind:
	with pytest.raises(ProblemError) as caught:
		rule(*args)
	return caught.value.kind


AGREED = WorkStage(due=at(50), first_due=at(50))
DONE = WorkStage(due=at(50), done_at=at(40))


def test_what_may_not_be_planned():
	plan = Plan("Демонтаж", DAY)
	work_stages.check_plan(task(), LONG, plan)
	work_stages.check_plan(task(a=AGREED), LONG, Plan("", DAY, "a"))
	assert refused(work_stages.check_plan, task(), ORDINARY, plan) is ProblemKind.STAGES_OF_A_FIXED_TERM
	reported = replace(task(), stage=Stage.AWAITING_CONFIRMATION)
	assert refused(work_stages.check_plan, reported, LONG, plan) is ProblemKind.STAGES_OF_NO_WORK
	assert refused(work_stages.check_plan, task(), LONG, Plan("  ", DAY)) is ProblemKind.STAGE_NAME_NEEDED
	for key in ("a", "of nobody"):
		assert (
			refused(work_stages.check_plan, task(a=DONE), LONG, Plan("", DAY, key)) is ProblemKind.STAGE_GONE
		)
	many = task(**{f"s{n}": AGREED for n in range(work_stages.MOST)})
	assert refused(work_stages.check_plan, many, LONG, plan) is ProblemKind.TOO_MANY_STAGES


def test_what_may_not_be_reported():
	report = work_stages.check_report
	report(task(a=AGREED), "a", "Знято")
	assert refused(report, task(a=AGREED), "a", " ") is ProblemKind.STAGE_RESULT_NEEDED
	assert refused(report, task(a=DONE), "a", "Знято") is ProblemKind.STAGE_GONE
	assert refused(report, task(a=WorkStage(wished=at(9))), "a", "Знято") is ProblemKind.STAGE_NOT_AGREED
	assert (
		refused(report, replace(task(a=AGREED), stage=Stage.CLOSED), "a", "Знято")
		is ProblemKind.STAGES_OF_NO_WORK
	)


def test_nothing_is_decided_where_nothing_waits():
	assert work_stages.check_decision(task(a=WorkStage(wished=at(9))), "a") == at(9)
	assert refused(work_stages.check_decision, task(a=AGREED), "a") is ProblemKind.STAGE_DECIDED


def test_a_stage_ends_with_its_day_and_today_is_one():
	assert same(work_stages.due_on(NOW.date(), NOW, CALENDAR), kyiv("2026-11-23 23:59:59"))
	assert refused(work_stages.due_on, NOW.date() - timedelta(days=1), NOW, CALENDAR) is ProblemKind.STAGE_DAY
	assert (
		refused(work_stages.due_on, NOW.date() + timedelta(days=4000), NOW, CALENDAR) is ProblemKind.STAGE_DAY
	)


@pytest.mark.parametrize(
	"ahead, days, key, by_rule",
	[(30, 30, "", True), (31, 30, "", False), (1, 0, "", False), (1, 30, "a", False)],
)
def test_a_near_day_of_a_new_stage_needs_nobodys_word(ahead, days, key, by_rule):
	day = NOW.date() + timedelta(days=ahead)
	due = work_stages.due_on(day, NOW, CALENDAR)
	assert work_stages.agrees_by_rule(task(a=AGREED), Plan("", day, key), due, NOW, days) is by_rule
