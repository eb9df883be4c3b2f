"""What citizens and guests write wrongly into the portal."""

import json
from collections.abc import Iterator
from typing import Any

import kit
from attack_forms import BLANK, NO_PHONE, NO_RECORD, PORTAL, Bad, asked, longer, new


def citizens() -> Iterator[Bad]:
	good = {
		"classifier": kit.LEAK,
		"description": "З підвалу другий день тече вода",
		"street": kit.STREET,
		"building": "12",
	}
	names = {field: longer(140) for field in ("surname", "first_name", "patronymic")}
	yield from asked(
		"portal, new request",
		"citizen",
		PORTAL + "api.submit",
		{
			"classifier": {**BLANK, **NO_RECORD, "a group": "KIT-GROUP", "not for citizens": kit.SOS},
			"description": {**BLANK, **longer(5000), "too few words": "тече"},
			"street": {**BLANK, "no street": "вул. Неіснуюча Зовсім", **longer(140)},
			"building": {"a word": "будинок", "nought": "0", **longer(40)},
			"flat": {"a sign": "!", **longer(40)},
			"district": NO_RECORD,
			"place": longer(140),
			"phone": NO_PHONE,
			"notify_by": {"a name too long": "Голубом поштовим"},
			"files": {"more than allowed": json.dumps([str(each) for each in range(60)])},
			"latitude": {"a word": "північ", "beyond the pole": 95},
			**names,
		},
		longitude=33.4,
		**good,
	)
	yield from asked(
		"portal, new request of who gives no contact",
		"stranger",
		PORTAL + "api.submit",
		{**{field: BLANK for field in ("surname", "first_name", "phone")}, "consent": {"not given": 0}},
		**{**good, "surname": "Незнайко", "first_name": "Іван", "phone": "067 111 22 33", "consent": 1},
	)
	yield from asked(
		"portal, details",
		"citizen",
		PORTAL + "api.save_details",
		{**{field: BLANK for field in ("surname", "first_name")}, "phone": {**BLANK, **NO_PHONE}},
	)
	yield from asked(
		"portal, details too long", "citizen", PORTAL + "api.save_details", {**names, "phone": longer(40)}
	)
	text = {**BLANK}
	yield from asked(
		"portal, addition",
		"citizen",
		PORTAL + "api.supplement",
		{"comment": {**text, **longer(4000)}},
		name="@own",
	)
	yield from asked(
		"portal, dispute",
		"citizen",
		PORTAL + "api.dispute",
		{"text": {**text, **longer(5000)}},
		name="@result",
		seen="@result_seen",
	)
	yield from asked(
		"portal, cancel",
		"citizen",
		PORTAL + "api.cancel",
		{"reason": longer(1000)},
		name="@own",
		seen="@own_seen",
	)
	yield from asked(
		"portal, rating",
		"citizen",
		PORTAL + "api.confirm",
		{"rating": {"six": 6, "below nought": -1, "a word": "добре"}},
		name="@result",
		seen="@result_seen",
	)
	yield from asked(
		"portal, joined",
		"neighbour",
		PORTAL + "joining.dispute",
		{"text": {**text, **longer(5000)}},
		name="@joined_result",
	)
	yield from asked(
		"portal, asked",
		"citizen",
		PORTAL + "api.answer",
		{"text": {**text, **longer(2000)}},
		name="@asked",
	)


def guests() -> Iterator[Bad]:
	user = "frappe.core.doctype.user.user."
	yield from asked(
		"sign-up",
		"Guest",
		user + "sign_up",
		{
			"email": {**BLANK, "no address": "оксана собака пошта", "no host": "oksana@", **longer(140)},
			"full_name": {**BLANK, "markup": "<script>alert(1)</script>", **longer(140)},
		},
		email="kit-odd@example.com",
		full_name="Оксана",
		redirect_to="",
	)
	yield from asked(
		"new password",
		"Guest",
		user + "update_password",
		{
			"new_password": {"too simple": "12345", "far too long": "я1Ї-" * 200},
		},
		new_password="Kvitka-na-vikni-1521",
		key="немає",
	)
	yield from asked("help", "Guest", PORTAL + "help_api.not_helped", {"slug": {**BLANK, "gone": "немає"}})
