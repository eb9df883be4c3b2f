"""Draw what happens to a demo request, and when. The request's key is the seed, so each load gives the same city."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from contact_center.regulation.moments import at_wall, utc

MORNING, EVENING = 8, 17
LONG_WORK = timedelta(days=45)
OPEN_AT_MOST = timedelta(days=12)
# {fate: requests of a hundred}
FATES = {"done": 72, "not reached": 7, "rework": 6, "declined": 5, "cancelled": 3, "unchecked": 3, "stuck": 4}


@dataclass(frozen=True)
class Step:
	"""`act` is a key of `acts` in `demo.life`; `moment` (aware) is when it happens."""

	act: str
	moment: datetime


def plan(
	key: str, registered: datetime, accept_by: datetime, due: datetime | None, now: datetime
) -> list[Step]:
	"""Return the steps of a request until `now`, in order. Moments are aware, the returned ones in the city's zone."""
	dice = Random(key)
	fate = dice.choices(list(FATES), list(FATES.values()))[0]
	if fate in ("stuck", "unchecked") and utc(now) - utc(registered) > OPEN_AT_MOST:
		fate = "done" if dice.random() < 0.6 else fate
	steps = _Steps(dice, registered, accept_by, due).of(fate)
	return [step for step in steps if utc(step.moment) < utc(now)]


class _Steps:
	def __init__(self, dice: Random, registered: datetime, accept_by: datetime, due: datetime | None):
		self.dice = dice
		self.zone: ZoneInfo = registered.tzinfo
		self.due = due
		late = dice.random() < 0.07
		share = dice.uniform(1.1, 2.5) if late else dice.triangular(0.05, 0.95, 0.3)
		self.accepted = self._after(registered, (utc(accept_by) - utc(registered)) * share)
		self.declined = self._after(registered, (self.accepted - registered) * 0.6)
		self.done = self._done(registered)
		self.called = self._office(self._after(self.done, timedelta(hours=dice.uniform(1, 22))))

	def of(self, fate: str) -> list[Step]:
		accept, report = Step("accept", self.accepted), Step("report", self.done)
		confirm = Step("confirm", self.called)
		later = self._office(self._after(self.called, timedelta(hours=20)))
		again = self._office(self._after(later, timedelta(hours=26)))
		plans = {
			"done": [accept, report, confirm],
			"not reached": [accept, report, Step("miss", self.called), Step("confirm", later)],
			"rework": [
				accept,
				report,
				Step("dispute", self.called),
				Step("report", later),
				Step("confirm", again),
			],
			"declined": [Step("decline", self.declined), accept, report, confirm],
			"cancelled": [
				accept,
				Step("cancel", self._office(self._after(self.accepted, timedelta(hours=3)))),
			],
			"unchecked": [accept, report],
			"stuck": [accept],
		}
		return plans[fate]

	def _done(self, registered: datetime) -> datetime:
		"""Return when the work is reported: one of ten is late, and work of two days and more ends in office hours."""
		term = utc(self.due) - utc(registered) if self.due else LONG_WORK * self.dice.uniform(0.5, 2)
		late = self.dice.random() < 0.1
		done = self._after(
			registered, term * (self.dice.uniform(1.05, 1.5) if late else self.dice.triangular(0.2, 0.9, 0.5))
		)
		done = max(done, self._after(self.accepted, timedelta(minutes=15)), key=utc)
		return done if term < timedelta(days=2) else self._daylight(done)

	def _daylight(self, moment: datetime) -> datetime:
		moment = moment.replace(hour=self.dice.randrange(MORNING, EVENING), fold=0)
		return max(moment, self._after(self.accepted, timedelta(minutes=15)), key=utc)

	def _office(self, moment: datetime) -> datetime:
		"""Return the moment, or the next morning if the office does not call people then."""
		if moment.hour >= EVENING:
			moment = self._morning(moment + timedelta(days=1))
		elif moment.hour < MORNING:
			moment = self._morning(moment)
		while moment.weekday() > 4:
			moment = self._morning(moment + timedelta(days=1))
		return moment

	def _morning(self, moment: datetime) -> datetime:
		return at_wall(
			moment.date(), time(MORNING, self.dice.randrange(30, 60), self.dice.randrange(60)), self.zone
		)

	def _after(self, moment: datetime, wait: timedelta) -> datetime:
		return (utc(moment) + wait).astimezone(self.zone).replace(microsecond=0)
