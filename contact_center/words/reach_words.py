"""Whom announced works concern, in the words of the citizen's pages (RE3)."""

from frappe import _

from contact_center.regulation.coverage import Reach


def whom(reach: Reach, district: str = "") -> str:
	"""Return whom works concern for who asked about one place. `district` is the title of the works' district."""
	words = {
		Reach.BUILDING: _("Your building"),
		Reach.STREET: _("Your whole street"),
		Reach.DISTRICT: _("Your whole district: {0}"),
		Reach.CITY: _("The whole city"),
		Reach.BUILDINGS: _("Some buildings of your street: look whether yours is among them"),
		Reach.A_DISTRICT: _("A whole district: {0}. Look whether your address lies in it"),
		Reach.OTHER_BUILDINGS: _("Other buildings of your street, not yours"),
		Reach.OTHER_STREETS: _("Other streets of your district"),
	}
	return words[reach].format(district)


def whom_for_staff(reach: Reach, district: str = "") -> str:
	"""Return the same for who looks a caller's address up."""
	words = {
		Reach.BUILDING: _("This building"),
		Reach.STREET: _("The whole street"),
		Reach.DISTRICT: _("The whole district: {0}"),
		Reach.CITY: _("The whole city"),
		Reach.BUILDINGS: _("Some buildings of the street, perhaps this one"),
		Reach.A_DISTRICT: _("A whole district, perhaps this one: {0}"),
		Reach.OTHER_BUILDINGS: _("Other buildings of the street"),
		Reach.OTHER_STREETS: _("Other streets of the district"),
	}
	return words[reach].format(district)
