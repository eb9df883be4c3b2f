"""What requests of before show is written anew from their journals, where a new field follows from them."""

from collections.abc import Sequence

import frappe

from contact_center.framework import deadlocks
from contact_center.record.writing import open_drafts, write_all

BATCH = 500


@deadlocks.repeated
def rewrite(names: Sequence[str]) -> None:
	"""Write what follows from the journals of these requests, and commit: whoever works meanwhile waits for one slice.

	A request whose journal cannot be read stays as it is.
	"""
	write_all(open_drafts(list(names), broken={}), touch=False)
	frappe.db.commit()
