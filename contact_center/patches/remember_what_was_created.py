"""What earlier versions created is the site's: it is not created again once the site has deleted it."""

from contact_center import notifications
from contact_center.access import roles
from contact_center.desk import desk_defaults
from contact_center.framework import created_once, deadlocks
from contact_center.workflows import ACTIONS


@deadlocks.repeated
def execute() -> None:
	"""Note what is there; a second run notes the same."""
	created_once.note_present("Notification", [each["name"] for each in notifications.shipped().values()])
	created_once.note_present("List View Settings", desk_defaults.COLUMNS)
	created_once.note_present("Module Profile", [desk_defaults.MODULE_PROFILE])
	created_once.note_present("Role", [each["name"] for each in roles.shipped()])
	created_once.note_present("Workflow Action Master", ACTIONS)
