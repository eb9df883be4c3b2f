"""List all corrections, choose those that the running framework needs, and put them in place."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import ModuleType

from contact_center.framework import versions

MODULES = (
	"access_log",
	"accounts",
	"action_confirmation",
	"attachments",
	"brought_sql",
	"bulk_update",
	"child_rows",
	"column_names",
	"comments",
	"counting",
	"deadlocks",
	"desk_openings",
	"desktop",
	"documents",
	"doors",
	"error_pages",
	"export_rows",
	"export_titles",
	"exports",
	"field_levels",
	"file_rights",
	"full_disk",
	"grouping",
	"job_times",
	"kept_photos",
	"letters",
	"likes",
	"link_columns",
	"link_descriptions",
	"list_order",
	"looks",
	"number_cards",
	"origins",
	"own_words",
	"plain_input",
	"plain_paths",
	"plain_text",
	"plain_values",
	"printing",
	"private_files",
	"report_titles",
	"seen",
	"scheduled_jobs",
	"series",
	"side_records",
	"sign_in",
	"sign_in_limits",
	"staff_doors",
	"administrators",
	"tags",
	"titles",
	"true_names",
	"unreadable_files",
	"virtual_lists",
	"web_comments",
	"web_likes",
	"whitelist",
	"workflow_actions",
	"workspaces",
)


def needed() -> Iterator[ModuleType]:
	"""Yield the modules whose NEEDED_BY includes the running framework."""
	for name in MODULES:
		module = import_module(f"{__package__}.{name}")
		if versions.is_needed(module.NEEDED_BY):
			yield module


def overrides() -> dict[str, str]:
	"""Return {path of the framework's method: path of ours} for the hook override_whitelisted_methods."""
	return {
		path: f"{module.__name__}.{name}"
		for module in needed()
		for path, name in getattr(module, "REPLACES", {}).items()
	}


@cache
def apply() -> None:
	"""before_request and before_job hook: apply the corrections that need no hook of their own, once a process."""
	for module in needed():
		if hasattr(module, "apply"):
			module.apply()
