"""Read the name of a column once a process: the framework parses it anew, as SQL, for each filter and field of each query.

A call of the desk has some thirty of them, which were a fifth of its processor time. What is read depends on the name and the
kind of the database alone; a name that is refused is read again each time.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

import frappe
from frappe.database.query import Engine
from frappe.utils import data

from contact_center.framework import wrapped

NEEDED_BY = (">=15", "<15.103")
MOST = 4096
"""So many names are kept, of those that are no longer than LONGEST: desks send filters of their own."""
LONGEST = 140


def apply() -> None:
	"""Let the framework's two readers remember, once a process."""
	if not wrapped.by_us(data.sanitize_column):
		data.sanitize_column = _remembering_names(data.sanitize_column)
		Engine.sanitize_fields = _remembering_fields(Engine.sanitize_fields)


def _remembering_names(original: Callable[[str], None]) -> Callable[[str], None]:
	@lru_cache(MOST)
	def read(name: str, database: str | None) -> None:
		original(name)

	@wraps(original)
	def sanitize_column(column_name: str) -> None:
		if not isinstance(column_name, str) or len(column_name) > LONGEST:
			return original(column_name)
		return read(column_name, getattr(frappe.db, "db_type", None))

	return sanitize_column


def _remembering_fields(original: Callable[..., Any]) -> Callable[..., Any]:
	known: Callable[[str, bool], str]

	@wraps(original)
	def sanitize_fields(engine: Engine, fields: Any) -> Any:
		if isinstance(fields, list | tuple):
			return [sanitize_fields(engine, each) if isinstance(each, str) else each for each in fields]
		if not isinstance(fields, str) or len(fields) > LONGEST:
			return original(engine, fields)
		return known(fields, bool(engine.is_mariadb))

	@lru_cache(MOST)
	def known(field: str, is_mariadb: bool) -> str:
		engine = Engine()
		engine.is_mariadb = is_mariadb
		return original(engine, field)

	return sanitize_fields
