"""A document that somebody tries to reach."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Target:
	"""A document that somebody tries to reach. `values` are its own, as a form has them; `other` is an account."""

	doctype: str
	name: str
	values: Mapping[str, Any] = field(default_factory=dict, hash=False)
	parent: str = ""
	other: str = "Administrator"

	@property
	def document(self) -> str:
		return json.dumps({**self.values, "doctype": self.doctype, "name": self.name}, default=str)

	@property
	def new(self) -> dict[str, Any]:
		"""A document that could be its twin."""
		own = {
			key: value
			for key, value in self.values.items()
			if key not in ("name", "creation", "modified", "owner")
		}
		return {**own, "doctype": self.doctype, "__islocal": 1}


def resource(target: Target) -> str:
	return f"/api/resource/{target.doctype}/{target.name}"


def document(target: Target) -> str:
	return f"/api/v2/document/{target.doctype}/{target.name}/"
