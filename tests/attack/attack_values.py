"""What nobody sends by mistake."""

import math
from typing import Any

DEEP: Any = "x"
for _ in range(90):
	DEEP = [DEEP]

MALFORMED: dict[str, Any] = {
	"a list": ["x"],
	"a list of lists": [[["x"]]],
	"an object": {"x": 1},
	"an object of objects": {"x": {"$ne": None}},
	"deep nesting": DEEP,
	"a NUL": "x\0y",
	"a lone surrogate": "x\ud800y",
	"half a pair": "\udfff",
	"very long": "x" * 70_000,
}
"""No text at all, or one that no database column and no letter can hold: refused, and nothing is stored."""

ODD: dict[str, Any] = {
	"a number": 12345,
	"a huge number": 10**40,
	"a negative number": -1,
	"not a number": math.nan,
	"an endless number": math.inf,
	"nothing": None,
	"yes": True,
	"a template": "{{ 73951*96893 }}{{ frappe.local.site }}",
	"a template's tag": "{% for x in [73951] %}{{ x*96893 }}{% endfor %}",
	"SQL": "' or sleep(3) or '1'='1' -- ",
	"SQL of a name": "name`; drop table tabNote; -- ",
	"a formula": '=HYPERLINK("http://evil.example","x")',
	"a header": "x\r\nBcc: victim@example.com\r\n\r\nx",
	"a path": "../../../site_config.json",
	"markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
	"right to left": "\u202egnp.exe\u202c",
	"nothing to see": "\u200b\u200d\ufeff\u2060",
	"control characters": "x\x01\x08\x1b[31my",
	"emoji": "👩‍👩‍👧‍👦🇺🇦",
	"many marks": "е" + "\u0301" * 200,
	"other digits": "٣٤٥๑๒๓",
	"a percent": "%00%n%s%(x)s{0}{x}",
	"a date that is none": "2026-02-31 25:61:99",
	"a date out of range": "99999-12-31",
	"a date before all": "0000-00-00",
	"words of programs": "null",
	"a regular expression": "(a+)+$" * 20,
	"a type": "__proto__",
}
"""A person may write some of it, and then it is a text; the server neither runs it nor falls over."""


BODIES: dict[str, bytes] = {
	"half an object": b'{"name": "x"',
	"no JSON": b"name=x&text=y",
	"brackets without end": b"[" * 100_000,
	"a number": b"5",
	"a text": b'"x"',
	"nothing": b"null",
	"a list": b'[{"name": "x"}]',
	"bytes that are no text": b'{"name": "\xff\xfe\xc0\xaf"}',
	"a byte order mark": b'\xef\xbb\xbf{"name": "x"}',
	"one name twice": b'{"name": "x", "name": ["y"]}',
	"no number": b'{"name": NaN, "text": Infinity, "seen": -1e999}',
	"half a character": b'{"name": "\\ud800"}',
}
"""Bodies of requests that say they are JSON."""


def some(table: dict[str, Any], number: int, turn: int) -> dict[str, Any]:
	"""Return `number` of the values, other ones at each turn, so that all are tried and each in many places."""
	names = list(table)
	return {
		names[(turn * number + step) % len(names)]: table[names[(turn * number + step) % len(names)]]
		for step in range(number)
	}
