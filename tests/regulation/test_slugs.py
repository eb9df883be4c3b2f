"""Addresses of pages follow the official transliteration of Ukrainian."""

import pytest

from contact_center.reading.slugs import LONGEST, slug


@pytest.mark.parametrize(
	("text", "expected"),
	[
		("Як оформити субсидію?", "yak-oformyty-subsydiiu"),
		("Згорів ліхтар: куди звертатися", "zghoriv-likhtar-kudy-zvertatysia"),
		("Юний Їжак, Єнакієве й щастя", "yunyi-yizhak-yenakiieve-y-shchastia"),
		("Пам’ятка з об'єднання", "pamiatka-z-obiednannia"),
		("Тариф 2026/27 – скільки?", "taryf-2026-27-skilky"),
		("Café, ёлка", "cafe-iolka"),
		("«…»", ""),
		("", ""),
	],
)
def test_a_title_becomes_an_address(text, expected):
	assert slug(text) == expected


def test_a_long_title_is_cut_at_a_word():
	cut = slug(
		"Дуже довге питання про перерахунок плати за опалення у зв’язку з тимчасовою відсутністю мешканців"
	)
	assert len(cut) <= LONGEST and not cut.endswith("-") and "perer" in cut
	assert len(slug("я" * 300)) <= LONGEST
