"""What operators write wrongly at the desk."""

from collections.abc import Iterator
from typing import Any

import kit
from attack_forms import (
	BLANK,
	NO_CHOICE,
	NO_NUMBER,
	NO_PHONE,
	NO_RECORD,
	Bad,
	asked,
	done,
	longer,
	new,
	saved,
)


def operators() -> Iterator[Bad]:
	where = {
		"street": NO_RECORD,
		"building": {"a word": "будинок", "nought": "0", **longer(20)},
		"flat": {"a sign": "!", **longer(20)},
	}
	request = {
		**where,
		"description": {**BLANK, **longer(10_000)},
		"wording": longer(10_000),
		"place": longer(140),
		"reason": longer(10_000),
		"district": NO_RECORD,
		"classifier": NO_RECORD,
		"chosen_executor": NO_RECORD,
		"refusal_ground": NO_RECORD,
		"applicant": NO_RECORD,
		"latitude": {"a word": "північ", "beyond the pole": 95},
		"channel": NO_CHOICE,
		"notify_by": NO_CHOICE,
	}
	yield from saved("operator", "Request", "waiting", request)
	good = {
		"channel": "Phone",
		"wording_agreed": 1,
		"applicant": "@applicant",
		"classifier": kit.LEAK,
		"street": kit.STREET,
		"building": "12",
		"description": "З підвалу тече вода",
	}
	yield from new("operator", "Request", good, {**request, "channel": {**NO_CHOICE, "nothing": ""}})
	yield from new(
		"operator",
		"Applicant",
		{"surname": "Новенко", "notify_by": "Phone", "phone": "067 222 33 44"},
		{
			**where,
			"surname": {**BLANK, **longer(140)},
			"first_name": longer(140),
			"patronymic": longer(140),
			"phone": NO_PHONE,
			"other_phones": {"words": "сусідка", **longer(140)},
			"email": {"no address": "оксана собака пошта", **longer(140)},
			"notify_by": {**NO_CHOICE, "a way without an address": "E-mail"},
		},
	)
	yield from new(
		"operator",
		"Block Memo",
		{"phone": "067 111 00 01", "ground": "Insults", "what_was_said": "Ви всі ледарі"},
		{
			"phone": {**BLANK, **NO_PHONE},
			"ground": {"nothing": "", **NO_CHOICE},
			"what_was_said": {**BLANK, **longer(10_000)},
			"applicant": NO_RECORD,
			"interaction": NO_RECORD,
		},
	)
	control, memos = "contact_center.control.", "contact_center.intake.memos."
	for doctype, which in (("Request", "@own"), ("Request Task", "@own_task")):
		yield from asked(
			f"comment on {doctype}",
			"operator",
			control + "comments.comment",
			{"text": {**BLANK, **longer(10_000)}},
			doctype=doctype,
			name=which,
		)
	yield from asked(
		"call-back",
		"operator",
		control + "confirmation.call_back",
		{"outcome": {"nothing": "", **NO_CHOICE}, "text": longer(10_000)},
		request="@result",
		outcome="Confirmed",
		seen="@result_seen",
	)
	yield from asked(
		"what is asked",
		"operator",
		control + "asking.ask",
		{"question": {**BLANK, **longer(2_000)}},
		request="@waiting",
		seen="@waiting_seen",
	)
	yield from asked(
		"answered by phone",
		"operator",
		control + "asking.answer_by_phone",
		{"text": {**BLANK, **longer(2_000)}},
		request="@asked",
	)
	yield from asked(
		"redirect",
		"operator",
		control + "redirect.redirect",
		{
			"executor": {"nothing": "", **NO_RECORD, "who has it": "KIT-WATER"},
			"reason": {**BLANK, **longer(10_000)},
		},
		task="@own_task",
		executor="KIT-ROADS",
		reason="Не наше",
		seen="@own_task_seen",
	)
	yield from asked(
		"split",
		"operator",
		"contact_center.intake.splitting.split",
		{"description": {**BLANK, **longer(10_000)}, "classifier": NO_RECORD},
		request="@waiting",
		description="Ще й яма",
		seen="@waiting_seen",
	)
	yield from asked(
		"joined to",
		"operator",
		"contact_center.intake.splitting.join_to",
		{"into": {**NO_RECORD, "itself": "@waiting"}},
		request="@waiting",
		seen="@waiting_seen",
	)
	yield from asked(
		"a memo declined",
		"supervisor",
		memos + "decline",
		{"reason": {**BLANK, **longer(10_000)}},
		memo="@open_memo",
	)
	yield from asked(
		"a number blocked", "administrator", memos + "block", {"days": NO_NUMBER}, memo="@approved_memo"
	)
	yield from asked(
		"a block lifted",
		"administrator",
		memos + "lift",
		{"reason": {**BLANK, **longer(10_000)}},
		block="@block",
	)
	yield from done("operator", "Reject", "Request", "waiting", {"reason": BLANK})
	yield from done("operator", "Return for Rework", "Request", "result", {"reason": BLANK})
