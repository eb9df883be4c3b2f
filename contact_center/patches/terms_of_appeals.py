"""Sites from before get the terms of appeals and the prefix of their numbers, where nothing is stored (R3.3a)."""

from contact_center.framework import deadlocks
from contact_center.policy import appeals


@deadlocks.repeated
def execute() -> None:
	"""Leave what an administrator has stored."""
	appeals.fill_stored()
