"""Compile the citizen's templates once a process, in one environment that escapes every value.

The framework makes an environment for each request, which compiles each template again, and escapes nothing.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import frappe
from jinja2 import FileSystemLoader
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from contact_center.framework import own_words

APP = "contact_center"
ROOT = Path(__file__).resolve().parents[1]


def render(template: str, context: dict[str, Any]) -> str:
	"""Return the HTML of a template of ours. `template`: its path from the app's folder, «www/home.html»."""
	return environment().get_template(template).render(context)


@cache
def environment() -> SandboxedEnvironment:
	"""Return the process's one environment. It knows nothing of a site, a user or a language."""
	# Templates that are edited are read again; it costs a look at each file's date.
	made = SandboxedEnvironment(
		loader=FileSystemLoader(ROOT), autoescape=True, auto_reload=bool(frappe.conf.developer_mode)
	)
	made.globals.update(_=translated, asset=asset)
	return made


def translated(message: str, lang: str | None = None, context: str | None = None) -> Markup:
	"""Translate as the framework's `_`, by our words. Both the words and what `.format` puts into them are escaped."""
	return escape(frappe._(message, lang, context or own_words.CONTEXT))


def asset(path: str) -> str:
	"""Return the address of a file in public/, which changes when its content does: browsers may keep it for ever."""
	file = ROOT / "public" / path
	return f"/assets/{APP}/{path}?v={_version(file, file.stat().st_mtime_ns)}"


@cache
def _version(file: Path, changed: int) -> str:
	"""Return 12 hexadecimal digits of the content. A file is read again when its time changes."""
	return sha256(file.read_bytes()).hexdigest()[:12]
