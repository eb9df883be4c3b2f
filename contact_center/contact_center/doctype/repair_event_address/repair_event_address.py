from contact_center.guards import GuardedRow


class RepairEventAddress(GuardedRow):
	pass
