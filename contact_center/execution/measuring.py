"""Let a process of its own measure files: a hostile one costs it seconds and memory, and the job nothing."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

import contact_center
from contact_center.reading.measuring_process import PAPER, PICTURE, READY

SECONDS_TO_START, SECONDS_A_FILE = 60, 20
MODULE = "contact_center.reading.measuring_process"
KINDS = {**dict.fromkeys(("jpg", "jpeg", "png", "webp"), PICTURE), "pdf": PAPER}
"""What can be measured, by extension."""


class Measuring:
	"""The process, started where a file is to be measured, and anew after one that it died of."""

	def __init__(self, seconds: float = SECONDS_A_FILE):
		self.seconds = seconds
		self.process: subprocess.Popen[bytes] | None = None

	def __enter__(self) -> Measuring:
		return self

	def __exit__(self, kind: type | None, fault: BaseException | None, trace: TracebackType | None) -> None:
		self._stop()

	def measure(self, path: Path, kind: str) -> dict[str, Any] | None:
		"""Return what measuring_process.read gives; None of what cannot be read, is not there, or takes too long."""
		if not path.is_file():
			return None
		process = self.process or self._start()
		assert process.stdin
		try:
			process.stdin.write(json.dumps({"path": str(path.absolute()), "kind": kind}).encode() + b"\n")
			process.stdin.flush()
			answer = self._answer(process, self.seconds)
		except OSError:
			answer = b""
		if not answer.endswith(b"\n"):  # it died, or goes on too long
			self._stop()
			return None
		return json.loads(answer)

	def _start(self) -> subprocess.Popen[bytes]:
		home = str(Path(contact_center.__file__).parents[1])
		env = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": home}
		self.process = subprocess.Popen(
			[sys.executable, "-W", "ignore", "-m", MODULE],
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			stderr=subprocess.DEVNULL,
			env=env,
		)
		if self._answer(self.process, SECONDS_TO_START).strip() != READY.encode():
			self._stop()
			raise RuntimeError("the process that measures files did not start")
		return self.process

	@staticmethod
	def _answer(process: subprocess.Popen[bytes], seconds: float) -> bytes:
		"""Return the next line; nothing where none comes in time. The process writes whole lines at once."""
		assert process.stdout
		is_there, _writable, _odd = select.select([process.stdout], [], [], seconds)
		return process.stdout.readline() if is_there else b""

	def _stop(self) -> None:
		process, self.process = self.process, None
		if process:
			process.kill()
			process.communicate()
