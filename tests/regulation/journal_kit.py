"""Short ways to write a request's journal."""

from datetime import datetime, timedelta

from regulation_kit import kyiv

from contact_center.regulation.facts import Kind, Line, RequestFacts, fold

START = kyiv("2026-11-23 10:00")
ACCEPT_BY = START + timedelta(hours=2)
DUE = START + timedelta(days=5)


def at(hours: float) -> datetime:
	return START + timedelta(hours=hours)


def line(kind: str, hours: float, executor: str | None = None, **more) -> Line:
	return Line(Kind(kind), at(hours), executor, **more)


def registered(*executors: str):
	"""A web request, received an hour before; the first executor leads."""
	yield line("Received", -1)
	yield line("Registered", 0, accept_by=ACCEPT_BY, due=DUE)
	for number, executor in enumerate(executors):
		yield line("Sent", 0, executor, lead=number == 0, accept_by=ACCEPT_BY, due=DUE)


def story(*lines: Line, executors=("water",)) -> RequestFacts:
	"""The facts of a request that was sent to `executors` and went on with `lines`."""
	return fold([*registered(*executors), *lines])


DONE = (line("Accepted", 1, "water"), line("Executed", 30, "water"))
CLOSED = (*DONE, line("Confirmed", 31), line("Closed", 32))
