"""What executors, supervisors and administrators write wrongly at the desk."""

from collections.abc import Iterator
from typing import Any

from attack_forms import (
	BLANK,
	NO_CHOICE,
	NO_DAY,
	NO_PHONE,
	NO_RECORD,
	NO_ROWS,
	Bad,
	asked,
	done,
	longer,
	new,
	saved,
)


def executors() -> Iterator[Bad]:
	yield from saved(
		"water",
		"Request Task",
		"own_task",
		{
			"result": longer(10_000),
			"result_unit": longer(140),
			"result_person": longer(140),
			"result_phone": longer(140),
			"result_date": NO_DAY,
			"informed_by": NO_CHOICE,
			"reason": longer(10_000),
			"proposed_executor": NO_RECORD,
			"evidence": {
				**NO_ROWS,
				"a kind that is none": [{"kind": "Танець", "file": "/private/files/x.png"}],
				"no file": [{"kind": "Photo", "file": ""}],
				"a file of another site": [{"kind": "Photo", "file": "https://example.com/x.png"}],
				"a long note": [{"kind": "Photo", "file": "/private/files/x.png", "note": "я" * 141}],
			},
		},
	)
	yield from done("water", "Not My Competence", "Request Task", "own_task", {"reason": BLANK})
	yield from saved(
		"operator",
		"Request Task",
		"reported",
		{
			"result_phone": NO_PHONE,
			"result_date": {
				"a day to come": "2099-01-01",
				"a day before it was sent": "2020-01-01",
				**NO_DAY,
			},
			"informed_by": NO_CHOICE,
			"result": longer(10_000),
		},
	)
	yield from saved(
		"water",
		"Repair Event",
		"event",
		{
			"title": {**BLANK, **longer(140)},
			"kind": {"nothing": "", **NO_CHOICE},
			"status": {"nothing": "", **NO_CHOICE},
			"starts_at": {"nothing": "", **NO_DAY},
			"ends_at": {"nothing": "", **NO_DAY, "before it starts": "2020-01-01 10:00:00"},
			"classifier": NO_RECORD,
			"district": NO_RECORD,
			"description": longer(10_000),
			"addresses": {**NO_ROWS, "no street": [{"street": "НЕМАЄ-ТАКОЇ"}]},
		},
	)
	yield from asked(
		"an answer corrected",
		"water",
		"contact_center.desk.knowledge.correct",
		{"answer": {**BLANK, **longer(20_000)}, "short_answer": longer(20_000)},
		doctype="Clarification",
		name="@clarification",
		seen="@clarification_seen",
		answer="Воду ввімкнуть увечері",
	)


def office() -> Iterator[Bad]:
	rows = {
		**NO_ROWS,
		"an entry that is none": [{"classifier": "НЕМАЄ-ТАКОЇ"}],
		"an empty row": [{"classifier": ""}],
	}
	common = {
		"title": {**BLANK, **longer(200)},
		"entries": rows,
		"supplier": NO_RECORD,
		"responsible_person": NO_RECORD,
		"valid_until": NO_DAY,
	}
	yield from saved(
		"supervisor",
		"Clarification",
		"clarification",
		{
			**common,
			"answer": {**BLANK, **longer(20_000)},
			"short_answer": longer(2_000),
			"district": NO_RECORD,
		},
	)
	yield from saved(
		"supervisor",
		"Administrative Service",
		"service",
		{
			**common,
			"how_long": longer(140),
			"how_much": longer(140),
			"link": {"words": "десь на сайті", "a script": "javascript:alert(1)", **longer(140)},
			"documents": {**NO_ROWS, "an empty row": [{"title": ""}], "a long row": [{"title": "я" * 300}]},
			"places": {
				**NO_ROWS,
				"an empty row": [{"title": ""}],
				"words for a phone": [{"title": "ЦНАП", "phone": "подзвоніть"}],
			},
		},
	)
	yield from saved(
		"supervisor",
		"Text Module",
		"text_module",
		{
			"title": {**BLANK, **longer(140)},
			"shortcut": longer(20),
			"purpose": {"nothing": "", **NO_CHOICE},
			"text": {**BLANK, **longer(10_000), "a place that is none": "Вул. {вулиця}"},
			"entries": rows,
		},
	)
	yield from new(
		"administrator",
		"Refusal Ground",
		{"title": "Підстава", "text": "Пояснення"},
		{"title": {**BLANK, **longer(140)}, "text": {**BLANK, **longer(10_000)}},
	)
	numbers = (
		*("max_files", "max_file_mb", "max_video_mb", "submissions_per_hour", "similar_days"),
		*(
			"call_back_attempts",
			"call_back_days",
			"block_days",
			"reminder_days",
			"valid_months",
			"largest_building",
		),
	)
	choices = ("owns_website", "owns_home_page", "owns_brand", "owns_menu", "owns_sign_up", "owns_letters")
	yield from saved(
		"administrator",
		"Contact Center Settings",
		"",
		{
			"city_name": {**BLANK, **longer(140)},
			"number_prefix": {**BLANK, **longer(140)},
			"phone": {"words": "подзвоніть", **longer(140)},
			"working_calendar": NO_RECORD,
			**{number: {"a number below all": -1, "a number above all": 10**12} for number in numbers},
			**{choice: NO_CHOICE for choice in choices},
			"center_latitude": {"beyond the pole": 95},
			"center_longitude": {"beyond the globe": 200},
			"city_radius_km": {"below nought": -3},
			"tile_server": {"words": "карта міста", "a script": "javascript:alert(1)"},
			"search_words": {"no pair": "світло"},
			"allowed_extensions": {"a program": "exe"},
		},
	)
