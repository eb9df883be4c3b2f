from contact_center.guards import GuardedRow


class RequestEvidence(GuardedRow):
	pass
