"""A request and its answer, whatever carries them."""

import json
import re
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Call:
	"""One request: verb, path, and what goes into its query or its JSON body."""

	verb: str
	path: str
	arguments: dict[str, Any] = field(default_factory=dict, hash=False)
	raw: bytes | None = None
	"""A body that is sent as it stands."""

	@property
	def body(self) -> bytes:
		return json.dumps(self.arguments).encode() if self.raw is None else self.raw

	def as_texts(self) -> dict[str, str]:
		"""Return the arguments as a query string carries them."""
		return {
			name: value if isinstance(value, str) else json.dumps(value)
			for name, value in self.arguments.items()
		}


def method(path: str, **arguments: Any) -> Call:
	"""Return the call of a whitelisted method by POST."""
	return Call("POST", f"/api/method/{path}", arguments)


def resolved(text: str) -> str:
	"""Return an answer and its readings beside each other: messages are JSON inside JSON inside JSON."""
	readings = [text]
	for _ in range(3 if "\\u" in text else 0):
		plain = readings[-1].replace("\\\\", "\\")
		readings.append(re.sub(r"(?<!\\)\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), plain))
	return "\n".join(readings)


@dataclass(frozen=True)
class Answer:
	"""What came back; `written` names the doctypes whose rows a dry request would have changed."""

	call: Call
	status: int
	text: str
	kind: str = "application/json"
	written: tuple[str, ...] = ()

	@property
	def ok(self) -> bool:
		return self.status < 400

	@property
	def readable(self) -> str:
		"""The text as a person reads it."""
		return resolved(self.text)

	@property
	def message(self) -> Any:
		"""What the called method returned."""
		if not self.ok or "json" not in self.kind:
			return None
		body = json.loads(self.text)
		return body.get("message", body.get("data", body.get("docs")))
