"""Whether a number is blocked (R5.8). Until blocks are recorded, none is."""


def block_of(phone: str) -> dict | None:
	"""Return {until, reason} of the block of a number in its normal form; None where it may call."""
	return None
