"""What a merging of two applicants moves, as the desk says it."""

from collections.abc import Mapping

from frappe import _


def moves(counts: Mapping[str, int], joined: int) -> list[str]:
	"""Return «Заявки: 3» for each kind of which there is something, by {doctype: how many} and the joined requests."""
	labels = {
		_("Requests"): counts.get("Request", 0),
		_("Appeals"): counts.get("Appeal", 0),
		_("Joined requests"): joined,
		_("Cards of talks"): counts.get("Interaction", 0),
		_("Memos"): counts.get("Block Memo", 0),
		_("Phones"): counts.get("Applicant Phone", 0),
		_("Letters and comments"): counts.get("Communication", 0) + counts.get("Comment", 0),
		_("Files"): counts.get("File", 0),
	}
	return [f"{label}: {count}" for label, count in labels.items() if count]
