"""Which phone numbers are good, for whole columns: the usual spellings by the very patterns of `phonenumbers`."""

from __future__ import annotations

import phonenumbers
import polars as pl

from contact_center.reading.phones import REGION

_KINDS = (
	*("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost"),
	*("personal_number", "voip", "pager", "uan", "voicemail"),
)
# «+38 (056) 440-15-20», «0564401520», «067 123 45 67»: digits in groups, nothing odd.
_USUAL = r"^(?:\+38 ?)?\(?0[0-9]{2}\)?[ -]?[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}$"
_SEPARATORS = r"[^0-9]"


def _national_pattern() -> str:
	metadata = phonenumbers.PhoneMetadata.metadata_for_region(REGION)
	kinds = [getattr(metadata, kind) for kind in _KINDS]
	patterns = [kind.national_number_pattern for kind in kinds if kind and kind.national_number_pattern]
	return f"(?:{'|'.join(patterns)})"


def is_normal(phone: pl.Expr) -> pl.Expr:
	"""True for good numbers in their normal form, +380…"""
	return phone.str.contains(rf"^\+380{_national_pattern()}$").fill_null(False)


def is_surely_good(phone: pl.Expr) -> pl.Expr:
	"""True where the number is usual and good; False says nothing: `normal_phone` has to be asked."""
	digits = phone.str.replace_all(_SEPARATORS, "").str.tail(9)
	return (phone.str.contains(_USUAL) & digits.str.contains(f"^{_national_pattern()}$")).fill_null(False)
