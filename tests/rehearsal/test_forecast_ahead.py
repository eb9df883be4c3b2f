"""`contact-center forecast` follows the weeks before it: growth, gaps, seasons, storms, days off, dates without a time."""

import json
from datetime import date, timedelta

import numpy as np
import pytest
from click.testing import CliRunner
from rehearsal_kit import DEMO, kyiv, policy

from contact_center.regulation.working_calendar import WorkingCalendar
from contact_center.rehearsal.command.cli import main
from contact_center.rehearsal.forecast.calls import Service, forecast
from contact_center.rehearsal.reading.instants import seconds

ZONE = policy().calendar.zone
MONDAY = date(2023, 1, 2)
WEEK = np.array([1.3, 1.2, 1.1, 1.0, 0.9, 0.3, 0.2])
HEADER = "moment,channel,applicant,phone,street,building,classifier,description\n"


def moments(counts, first=MONDAY):
	"""So many requests in the minutes from nine to five of each day."""
	found = []
	for place, count in enumerate(counts):
		nine = seconds(kyiv(f"{first + timedelta(days=place)}T09:00:00"))
		found.append(nine + np.arange(count) * (8 * 3600) // max(count, 1))
	return np.concatenate(found).astype(np.int64)


def noisy(levels, seed=1, roughness=0.15):
	"""Counts of days around `levels`, by weekday, as rough as those of a city: luck and something in common of a day."""
	luck = np.random.default_rng(seed)
	levels = np.asarray(levels, dtype=float) * WEEK[np.arange(len(levels)) % 7]
	return luck.poisson(levels * luck.lognormal(-(roughness**2) / 2, roughness, len(levels)))


def forecast_of(counts, calendar=None, **more):
	return forecast(moments(counts), ZONE, Service(calls=1), calendar, **more)


def calls_of_week(found, rows="week"):
	return sum(hour["calls"] for day in found[rows] for hour in day)


def test_after_a_doubling_of_demand_the_forecast_follows_within_weeks():
	for weeks, least in ((2, 1.5), (4, 1.75), (6, 1.85)):
		levels = [40] * 7 * 40 + [80] * 7 * weeks
		found = calls_of_week(forecast_of(noisy(levels)))
		assert least < found / (40 * WEEK.sum()) < 2.3


def test_a_steady_growth_goes_on_in_the_weeks_ahead():
	levels = 40 * 1.01 ** (np.arange(7 * 60) / 7)
	ahead = forecast_of(noisy(levels, roughness=0.05))["ahead"]
	coming = (40 * 1.01 ** ((len(levels) + np.arange(28)) / 7) * np.tile(WEEK, 4)).sum()
	assert sum(day["calls"] for day in ahead) == pytest.approx(coming, rel=0.05)


def test_a_gap_of_the_export_is_no_time_without_requests():
	counts = noisy([60] * 7 * 30)
	whole = forecast_of(counts)
	counts[-17:-5] = 0
	found = forecast_of(counts)
	assert (found["gaps"], found["days"]) == (12, 7 * 30 - 12)
	assert calls_of_week(found) == pytest.approx(calls_of_week(whole), rel=0.1)


def test_a_file_that_ends_at_noon_does_not_halve_its_last_day():
	counts = noisy([60] * 7 * 30)
	whole = moments(counts)
	noon = seconds(kyiv(f"{MONDAY + timedelta(days=len(counts) - 3)}T12:00:00"))
	found = forecast(whole[whole < noon], ZONE, Service(calls=1))
	before = forecast_of(counts[:-3])
	assert (found["unfinished"], found["gaps"]) == (str(MONDAY + timedelta(days=len(counts) - 3)), 0)
	assert found["days"] == before["days"]
	assert calls_of_week(found) == pytest.approx(calls_of_week(before), rel=0.02)


def test_few_requests_over_the_years_are_no_gaps():
	for seed in range(5):
		counts = np.random.default_rng(seed).poisson(0.03, 1300)
		counts[0] = 1
		found = forecast_of(counts)
		assert found["gaps"] == 0
		assert max(day["calls"] for day in found["ahead"]) <= 1


def test_a_day_of_rest_and_a_quiet_night_are_no_gaps():
	assert forecast_of([20, 20, 20, 20, 20, 0, 0] * 12)["gaps"] == 0
	assert forecast_of([1, 0, 0, 0, 2, 0, 1] * 12)["gaps"] == 0


@pytest.mark.parametrize("roughness", [0.0, 0.15, 0.4])
def test_nine_days_of_ten_are_no_busier_than_the_busy_day(roughness):
	kept = []
	for seed in range(6):
		counts = noisy([60] * 7 * 60, seed, roughness)
		for weeks in (40, 44, 48, 52, 56):
			came = counts[7 * weeks :][:28]
			kept += [
				day["busy"] >= count
				for day, count in zip(forecast_of(counts[: 7 * weeks])["ahead"], came, strict=True)
			]
	assert 0.86 < np.mean(kept) < 0.96


def test_the_busy_days_operators_are_more_than_the_usual_ones():
	found = forecast(moments(noisy([600] * 7 * 30)), ZONE, Service())
	usual, busy = (sum(hour["operators"] for hour in found[rows][0]) for rows in ("week", "busy"))
	assert usual < busy < 2 * usual


def test_the_forecast_beats_last_week_again_on_a_noisy_series():
	for seed in range(3):
		found = forecast_of(noisy([60] * 7 * 80, seed, 0.3), wants_back_test=True)["back_test"]
		assert [row["ahead"] for row in found["days"]] == [7, 28]
		for row in found["days"]:
			assert row["forecast"]["wape"] < 0.85 * row["last_week"]["wape"]
			assert abs(row["forecast"]["bias"]) < 0.05
			assert 0.85 < row["covered"] < 0.95
		assert found["hours"]["forecast"]["wape"] < found["hours"]["last_week"]["wape"]


def test_the_back_test_shows_what_the_mean_of_all_history_costs_a_growing_city():
	found = forecast_of(noisy(np.linspace(20, 200, 7 * 100)), wants_back_test=True)["back_test"]
	for row in found["days"]:
		assert row["mean"]["bias"] < -0.3
		assert abs(row["forecast"]["bias"]) < 0.05


def test_the_back_test_shows_the_errors_without_storms_too():
	counts = noisy([60] * 7 * 40)
	calm = forecast_of(counts, wants_back_test=True)["back_test"]["days"][0]
	counts[-20] += 1000
	row = forecast_of(counts, wants_back_test=True)["back_test"]["days"][0]
	assert (calm["storms"], row["storms"]) == (0, 1)
	assert row["forecast"]["wape"] > 1.4 * calm["forecast"]["wape"]
	assert row["without_storms"]["forecast"]["wape"] == pytest.approx(calm["forecast"]["wape"], rel=0.1)
	said = " ".join(call("forecast", DEMO, "--backtest").split())
	assert "Днів напливу серед них: 1; їх наперед не знає жоден прогноз." in said


def test_no_forecast_of_the_past_knows_what_came_later():
	"""Only what came changes in the sum of errors, not what was forecast."""
	counts = noisy([60] * 7 * 80)
	later = counts.copy()
	later[-7:] *= 3
	strays = []
	for each in (counts, later):
		row = forecast_of(each, wants_back_test=True)["back_test"]["days"][0]
		strays.append(row["forecast"]["bias"] * each[-7 * row["origins"] :].sum())
	assert strays[0] - strays[1] == pytest.approx(2 * counts[-7:].sum(), abs=5)


def test_a_season_that_comes_back_each_year_is_known_when_it_comes_again():
	day = np.arange(7 * 52 * 3 + 7 * 36)
	levels = 100 * np.exp(0.6 * np.sin(2 * np.pi * day / 365.25))
	found = forecast_of(noisy(levels, roughness=0.05))
	coming = (
		100 * np.exp(0.6 * np.sin(2 * np.pi * (len(day) + np.arange(28)) / 365.25)) * np.tile(WEEK, 4)
	).sum()
	assert found["has_season"]
	assert sum(each["calls"] for each in found["ahead"]) == pytest.approx(coming, rel=0.07)
	assert not forecast_of(noisy([100] * len(day)))["has_season"]


def test_a_storm_of_yesterday_does_not_inflate_tomorrow():
	counts = noisy([60] * 7 * 30)
	calm = forecast_of(counts)
	counts[-3:-1] += 400
	found = forecast_of(counts)
	assert [row["day"] for row in found["storms"]] == [
		str(MONDAY + timedelta(days=7 * 30 - 3 + each)) for each in range(2)
	]
	assert calls_of_week(found) == pytest.approx(calls_of_week(calm), rel=0.1)


def test_a_storm_of_a_smaller_city_is_as_great_beside_todays_days():
	counts = np.concatenate([[20] * 7 * 40, np.linspace(20, 100, 7 * 40).astype(int), [100] * 7 * 20])
	counts[100] = 80
	found = forecast_of(counts)
	assert [row["calls"] for row in found["storms"]] == [80]
	assert sum(hour["calls"] for hour in found["storm"]) == pytest.approx(400, rel=0.02)


def test_a_city_that_grew_tenfold_has_no_storms():
	assert forecast_of(noisy(np.linspace(20, 200, 7 * 100)))["storms"] == []


def calendar_with(*days_off, extra=()):
	week = policy().calendar.week
	return WorkingCalendar(ZONE, week, {**dict.fromkeys(days_off, ()), **dict.fromkeys(extra, week[0])})


def test_days_off_of_the_calendar_neither_thin_their_weekday_nor_get_its_calls():
	counts = np.array([50, 50, 50, 50, 50, 10, 5] * 30)
	off = [MONDAY + timedelta(days=7 * week) for week in (20, 25, 29)]
	counts[[7 * week for week in (20, 25, 29)]] = 15
	coming = MONDAY + timedelta(days=7 * 31 + 2)
	found = forecast_of(counts, calendar_with(*off, coming))
	assert sum(hour["calls"] for hour in found["week"][0]) == pytest.approx(50, abs=1)
	[special] = [day for day in found["ahead"] if day["special"]]
	assert (special["day"], special["special"]) == (str(coming), "off")
	assert special["calls"] == pytest.approx(15, abs=1)


def test_a_saturday_that_is_worked_has_the_calls_of_a_working_day():
	saturday = MONDAY + timedelta(days=7 * 30 + 5)
	found = forecast_of([50, 50, 50, 50, 50, 10, 5] * 30, calendar_with(extra=[saturday]))
	day = next(day for day in found["ahead"] if day["day"] == str(saturday))
	assert (day["special"], day["calls"]) == ("working", 50)


def at_midnight(counts):
	days = [seconds(kyiv(f"{MONDAY + timedelta(days=place)}T00:00:00")) for place in range(len(counts))]
	return np.repeat(days, counts)


def test_dates_without_a_time_are_spread_over_the_calendars_hours():
	found = forecast(at_midnight([90] * 70), ZONE, Service(calls=1), policy().calendar)
	monday = [hour["calls"] for hour in found["week"][0]]
	assert (found["untimed"], found["hours_from"]) == (6300, "calendar")
	assert [hour for hour, calls in enumerate(monday) if calls] == list(range(8, 18))
	assert monday[8] == pytest.approx(monday[9] / 2, abs=0.01) and sum(monday) == pytest.approx(90, abs=0.1)


def test_dates_without_a_time_get_the_hours_of_the_other_requests():
	evenings = np.concatenate([at_midnight([4] * 70) + 20 * 3600, at_midnight([30] * 70)])
	found = forecast(evenings, ZONE, Service(calls=1), policy().calendar)
	assert (found["untimed"], found["hours_from"]) == (2100, "lines")
	assert [hour["hour"] for hour in found["week"][0] if hour["calls"]] == [20]


def test_moments_by_the_hour_have_a_time():
	by_hour = np.concatenate([at_midnight([1] * 70) + hour * 3600 for hour in range(24)])
	assert forecast(by_hour, ZONE, Service(), policy().calendar)["untimed"] == 0


def call(*options, code=0):
	done = CliRunner().invoke(main, [*map(str, options)])
	assert done.exit_code == code, (done.output, done.exception)
	return done.stdout


def file_of(folder, lines):
	path = folder / "calls.csv"
	path.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
	return path


def test_forecast_and_rehearsal_tell_one_number(tmp_path):
	lines = [
		*(f"2026-11-09T10:0{minute}:00,Phone,,,,,WTR-01,Тече" for minute in range(5)),
		"2026-11-09T10:00:00,Phone,,,,,WTR-01,Тече",
		"2026-11-09T11:00:00,Phone,,,Ніякої вулиці немає,1,WTR-01,Тече",
		"1900-01-01T11:00:00,Phone,,,,,WTR-01,Тече",
		"2099-01-01T11:00:00,Phone,,,,,WTR-01,Тече",
		"колись,Phone,,,,,WTR-01,Тече",
		"2026-11-09T12:00:00,Phone",
	]
	path = file_of(tmp_path, lines)
	found, rehearsed = (json.loads(call(command, path, "--json")) for command in ("forecast", "rehearse"))
	assert found["lines"] == len(lines) == rehearsed["lines"]
	assert {**found["refused"], **found["counted_though_refused"]} == rehearsed["refused"]["by"]
	assert found["accepted"] == len(lines) - rehearsed["refused"]["count"] == 5
	assert found["requests"] == 7
	said = " ".join(call("forecast", path).split())
	assert "Рядків у файлі: 11; репетиція приймає з них 5." in said
	assert "бо людина все одно зверталася: 2" in said


def test_the_back_test_is_said_in_plain_words(tmp_path):
	counts = noisy([20] * 7 * 40, 3, 0.3)
	days = [(MONDAY + timedelta(days=place), count) for place, count in enumerate(counts)]
	lines = [
		f"{day}T{9 + each % 9:02}:{each % 60:02}:00,Phone,,,,,WTR-01,Тече"
		for day, count in days
		for each in range(count)
	]
	path = file_of(tmp_path, lines)
	said = " ".join(call("forecast", path, "--backtest").split())
	assert "На 7 днів наперед похибки цього прогнозу разом становлять" in said
	assert "прогноз точніший" in said and "Як минулого тижня" in said and "Середнє за всю історію" in said
	assert "the forecast is better" in " ".join(call("forecast", path, "--backtest", "--lang", "en").split())
	assert "Наскільки такий прогноз помилився б" not in call("forecast", path)


def test_a_history_too_short_for_a_back_test_says_so(tmp_path):
	path = file_of(tmp_path, ["2026-11-09T10:00:00,Phone,,,,,WTR-01,Тече"])
	assert "Історія закоротка, щоб перевірити прогноз" in call("forecast", path, "--backtest")


def test_dates_without_a_time_are_said(tmp_path):
	path = file_of(tmp_path, [f"2026-11-{day:02}T00:00:00,Phone,,,,,WTR-01,Тече" for day in range(2, 21)])
	said = " ".join(call("forecast", path).split())
	assert "Заявок із датою, але без часу: 19." in said and "тож години – це припущення" in said


def test_the_weeks_ahead_follow_the_history_of_the_demo_city():
	found = json.loads(call("forecast", DEMO, "--json"))
	first = date.fromisoformat(found["ahead"][0]["day"])
	assert [day["day"] for day in found["ahead"]] == [str(first + timedelta(days=each)) for each in range(28)]
	assert "Наступні чотири тижні" in call("forecast", DEMO)
