"""All corrections: which of them the running framework needs, and putting those in place."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import ModuleType

from contact_center.framework import versions

MODULES = (
	"access_log",
	"action_confirmation",
	"attachments",
	"bulk_update",
	"child_rows",
	"comments",
	"counting",
	"deadlocks",
	"desktop",
	"documents",
	"field_levels",
	"grouping",
	"job_times",
	"letters",
	"likes",
	"list_order",
	"plain_text",
	"series",
	"tags",
	"titles",
	"unreadable_files",
	"web_comments",
	"web_likes",
	"whitelist",
	"workflow_actions",
)


def needed() -> Iterator[ModuleType]:
	"""The modules whose versions the running framework is among."""
	for name in MODULES:
		module = import_module(f"{__package__}.{name}")
		if versions.is_needed(module.NEEDED_BY):
			yield module


def overrides() -> dict[str, str]:
	"""For the hook override_whitelisted_methods: the framework's path, and who is asked first."""
	return {
		path: f"{module.__name__}.{name}"
		for module in needed()
		for path, name in getattr(module, "REPLACES", {}).items()
	}


@cache
def apply() -> None:
	"""before_request and before_job hook: what is not a hook itself, once a process."""
	for module in needed():
		if hasattr(module, "apply"):
			module.apply()
