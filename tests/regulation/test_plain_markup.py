"""What people write becomes paragraphs, lists, bold words and links, and never anything else."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contact_center.reading.plain_markup import html, plain


@pytest.mark.parametrize(
	("text", "expected"),
	[
		("Один\nдва\n\nТри", "<p>Один<br>два</p>\n<p>Три</p>"),
		(
			"Потрібно:\n- паспорт\n- код\nГотово",
			"<p>Потрібно:</p>\n<ul><li>паспорт</li><li>код</li></ul>\n<p>Готово</p>",
		),
		("1. Раз\n2) Два", "<ol><li>Раз</li><li>Два</li></ol>"),
		("Це **дуже важливо**!", "<p>Це <strong>дуже важливо</strong>!</p>"),
		("2 ** 3 ** 4", "<p>2 ** 3 ** 4</p>"),
		(
			"Див. https://kr.gov.ua/a?b=1&c=2.",
			'<p>Див. <a href="https://kr.gov.ua/a?b=1&amp;c=2" rel="noopener nofollow">https://kr.gov.ua/a?b=1&amp;c=2</a>.</p>',
		),
		("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
		("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
		("", ""),
		(None, ""),
	],
)
def test_marks_become_markup(text, expected):
	assert html(text) == expected


@pytest.mark.parametrize(
	"text", ['https://a.b/"onclick="x', "https://a.b/'><img src=x onerror=y>", "**<b onclick=1>**"]
)
def test_no_text_opens_a_tag_or_an_attribute(text):
	made = html(text)
	assert "<img" not in made and "<b " not in made and '"onclick' not in made


@given(st.text(alphabet="<>&\"'*-1. \nаhttps:/", max_size=60))
def test_whatever_is_written_only_our_tags_come_out(text):
	made = html(text)
	for ours in ("p", "br", "ul", "ol", "li", "strong", "a"):
		made = made.replace(f"</{ours}>", "").replace(f"<{ours}>", "")
	made = made.replace('<a href="', "").replace('" rel="noopener nofollow">', "")
	assert "<" not in made and '"' not in made


@pytest.mark.parametrize("sign", ["*", "!", "\n ", "https://", "1. ", "&"])
def test_a_hostile_text_takes_no_time(sign):
	begin = perf_counter()
	html(sign * 20_000)
	assert perf_counter() - begin < 2


def test_plain_is_one_line_without_marks():
	assert plain("Потрібно:\n- **паспорт**\n\n- код") == "Потрібно: паспорт код"
