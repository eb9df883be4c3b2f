"""How the command prints a forecast: the week by hours, the weeks ahead, storms, and how far it would have been out."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date, timedelta
from typing import Any

from rich.console import Console
from rich.table import Table

from contact_center.rehearsal.forecast.calls import Arrivals
from contact_center.rehearsal.telling.printing import console_on, titled
from contact_center.rehearsal.telling.texts import Speech
from contact_center.rehearsal.telling.views import weekdays

ROWS = 12
WAYS = ("forecast", "last_week", "mean")


def show_forecast(found: dict[str, Any], arrived: Arrivals, channel: str, speech: Speech) -> None:
	"""Print the week as tables, calls and operators by hour; then the storm day and the days that were storms."""
	out, say = console_on(sys.stdout), speech
	_show_basis(out, found, arrived, say)
	if not len(arrived.at):
		out.print(_no_requests(arrived, channel, say))
		return
	out.print(say("forecast_basis", say.number(found["days"]), say.number(len(arrived.at))))
	for note in _notes(found, say):
		out.print(note)
	for name in ("calls", "operators", "staff"):
		out.print(_week(found["week"], found, f"forecast_{name}", name, say))
	out.print(_week(found["busy"], {**found, "storm": []}, "forecast_busy", "operators", say))
	show_ahead(out, found["ahead"], say)
	if found["storms"]:
		out.print(_storms(found, say))
		out.print(say("forecast_storm_rule"))
	if "back_test" in found:
		show_back_test(out, found["back_test"], say)


def _show_basis(out: Console, found: dict[str, Any], arrived: Arrivals, say: Speech) -> None:
	"""Print what service is asked for, and which lines do not count."""
	service = found["service"]
	values = (say.decimal(service[name], None) for name in ("within", "handling", "calls"))
	out.print(say("forecast"), style="bold")
	out.print(say("forecast_service", say.share(service["level"]), *values))
	if arrived.refused:
		out.print(
			say("forecast_refused", say.number(arrived.refused.total()), _reasons(arrived.refused, say))
		)
	if arrived.doubtful:
		numbers = map(say.number, (arrived.lines, arrived.accepted, arrived.doubtful.total()))
		out.print(say("forecast_accepted", *numbers, _reasons(arrived.doubtful, say)))


def _notes(found: dict[str, Any], say: Speech) -> list[str]:
	"""Return what is not to be relied on: a short history, weekdays that it never saw."""
	days = weekdays(say)
	is_known = {each: found["week"][each][0]["calls"] is not None for each in found["unseen"]}
	alike, unknown = ([days[each] for each in is_known if is_known[each] == known] for known in (True, False))
	return [
		say(
			"forecast_for_season" if found["has_season"] else "forecast_for",
			say.day(found["ahead"][0]["day"]),
		),
		*([say("forecast_unfinished", say.day(found["unfinished"]))] if found["unfinished"] else []),
		*([say("forecast_gaps", say.number(found["gaps"]))] if found["gaps"] else []),
		*(
			[say(f"forecast_untimed_{found['hours_from']}", say.number(found["untimed"]))]
			if found["untimed"]
			else []
		),
		*([say("forecast_short", say.number(found["days"]))] if found["is_short"] else []),
		*([say("forecast_alike", ", ".join(alike))] if alike else []),
		*([say("forecast_unknown", ", ".join(unknown))] if unknown else []),
	]


def _reasons(refused: Counter[str], say: Speech) -> str:
	return "; ".join(f"{say.problem(kind, ())}: {say.number(count)}" for kind, count in refused.most_common())


def _no_requests(arrived: Arrivals, channel: str, say: Speech) -> str:
	others = [(name, count) for name, count in arrived.channels.most_common() if count]
	if not others:
		return say("forecast_none")
	there = ", ".join(f"{say(name)} – {say.number(count)}" for name, count in others)
	return say("forecast_channel", say(channel), say.number(arrived.channels.total()), there)


def _week(
	week: list[list[dict[str, Any]]], found: dict[str, Any], title: str, name: str, speech: Speech
) -> Table:
	table = titled(speech(title))
	table.add_column(speech("hour"), justify="right")
	for day in weekdays(speech):
		table.add_column(day, justify="right")
	if found["storm"]:
		table.add_column(
			speech("forecast_storm", speech.decimal(found["storms_a_year"], None)), justify="right"
		)
	for hour in range(24):
		cells = [day[hour][name] for day in week] + ([found["storm"][hour][name]] if found["storm"] else [])
		if any(cells):
			table.add_row(f"{hour:02}", *(_cell(cell, name, speech) for cell in cells))
	return table


def _cell(cell: float | None, name: str, speech: Speech) -> str:
	if cell is None:
		return speech("no_data")
	return speech.decimal(cell) if name == "calls" else str(cell or "–")


def _storms(found: dict[str, Any], speech: Speech) -> Table:
	table = titled(speech("forecast_storms"))
	for place, name in enumerate(("day", "calls", "busiest_hour", "operators")):
		table.add_column(speech(name), justify="right" if place else "left")
	for row in found["storms"][:ROWS]:
		busiest = row["busiest"]
		table.add_row(
			speech.day(row["day"]), str(row["calls"]), f"{busiest['hour']:02}", str(busiest["operators"])
		)
	return table


def show_ahead(out: Console, ahead: list[dict[str, Any]], say: Speech) -> None:
	"""Print the calls of each day ahead, a week from Monday on in a row."""
	table = titled(say("forecast_ahead"))
	for heading in (say("forecast_week_from"), *weekdays(say)):
		table.add_column(heading, justify="right" if table.columns else "left")
	by_day = {row["day"]: _ahead_cell(row, say) for row in ahead}
	first, last = (date.fromisoformat(ahead[place]["day"]) for place in (0, -1))
	monday = first - timedelta(days=first.weekday())
	while monday <= last:
		days = [(monday + timedelta(days=day)).isoformat() for day in range(7)]
		table.add_row(say.day(days[0]), *(by_day.get(day, "") for day in days))
		monday += timedelta(days=7)
	out.print(table)
	if any(row["special"] for row in ahead):
		out.print(say("forecast_special"))


def _ahead_cell(row: dict[str, Any], say: Speech) -> str:
	if row["calls"] is None:
		return say("no_data")
	return f"{say.number(row['calls'])} ({say.number(row['busy'])})" + ("*" if row["special"] else "")


def show_back_test(out: Console, found: dict[str, Any], say: Speech) -> None:
	"""Print the errors of the forecast and of the simple ways beside it, in words and as a table."""
	out.print(say("back_test"), style="bold")
	if not found:
		out.print(say("back_test_short"))
		return
	out.print(say("back_test_basis", say.day(found["first"]), say.day(found["last"])))
	for row in found["days"]:
		out.print(_verdict(row, say))
		if row["storms"]:
			calm = (say.share(row["without_storms"][way]["wape"]) for way in WAYS[:2])
			out.print(say("back_test_storms", say.number(row["storms"]), *calm))
		out.print(say("back_test_covered", row["ahead"], say.share(row["covered"])))
	hourly = (say.share(found["hours"][way]["wape"]) for way in WAYS[:2])
	out.print(say("back_test_hours", *hourly))
	out.print(_errors(found["days"], say))


def _verdict(row: dict[str, Any], say: Speech) -> str:
	errors = [row[way]["wape"] for way in WAYS[:2]]
	key = "back_test_better" if errors[0] < errors[1] else "back_test_worse"
	return say(key, row["ahead"], *map(say.share, errors))


def _errors(rows: list[dict[str, Any]], say: Speech) -> Table:
	table = titled(say("back_test_table"))
	table.add_column(say("back_test_way"), no_wrap=True)
	for row in rows:
		table.add_column(say("back_test_errors", row["ahead"]), justify="right")
		table.add_column(say("back_test_bias"), justify="right")
	for way in WAYS:
		cells = [(say.share(row[way]["wape"]), _signed(row[way]["bias"], say)) for row in rows]
		table.add_row(say(f"way_{way}"), *(cell for pair in cells for cell in pair))
	return table


def _signed(share: float, say: Speech) -> str:
	return ("+" if share > 0 else "−" if share < 0 else "") + say.share(abs(share))
