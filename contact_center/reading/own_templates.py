"""What an administrator of the centre writes into messages and workflows: the document's fields and our own functions.

The framework runs such texts on the server, and whoever writes them reads whatever they name. So for people who do not keep
the site itself only what is listed here may stand in them; all else is refused by its name.
"""

import ast
from collections.abc import Callable, Collection

from jinja2 import Environment, TemplateSyntaxError, nodes

DOC = "doc"
DOTTED = frozenset({"frappe.utils.get_url", "frappe.utils.get_url_to_form"})
"""What of the framework a text may call by its path."""
LOOK_UP, LOOK_UP_SINGLE = "frappe.db.get_value", "frappe.db.get_single_value"
LOOKED_UP = frozenset(
	{
		*((doctype, "title") for doctype in ("Classifier", "Request Type", "Executor", "City District")),
		*(("Applicant", "user"), ("Contact Center Settings", "phone")),
	}
)
"""(doctype, field) of what a text may look up, by a field of the document: what things are called, whether there is an account."""
FILTERS = frozenset({"e", "escape", "default", "join", "length", "lower", "replace", "trim", "upper"})
_ENVIRONMENT = Environment(autoescape=True)
_LOGIC = (ast.Expression, ast.BoolOp, ast.boolop, ast.UnaryOp, ast.Not, ast.USub, ast.Compare, ast.cmpop)
_VALUES = (ast.Constant, ast.Tuple, ast.List, ast.IfExp, ast.Load)
_TEXT = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.If, nodes.CondExpr)
_JOINED = (nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand, nodes.Concat, nodes.Add)
_LISTED = (nodes.Tuple, nodes.List, nodes.Keyword)


def strange_in_condition(text: str, fields: Collection[str]) -> str | None:
	"""Return the first of a Python condition that may not stand there; None where all may.

	>>> strange_in_condition('doc.stage == "Closed" and doc.rating in (1, 2)', {"stage", "rating"})
	>>> strange_in_condition('frappe.db.get_value("User", "x")', {"stage"})
	'frappe.db.get_value("User", "x")'
	"""
	try:
		tree = ast.parse(text.strip() or "True", mode="eval")
	except (SyntaxError, ValueError):
		return text
	return _first_of_condition(tree, text.strip(), fields)


def _first_of_condition(node: ast.AST, text: str, fields: Collection[str]) -> str | None:
	if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == DOC:
		return None if node.attr in fields else f"{DOC}.{node.attr}"
	if not isinstance(node, (*_LOGIC, *_VALUES)):
		return ast.get_source_segment(text, node) if isinstance(node, ast.expr) else text
	found = (_first_of_condition(each, text, fields) for each in ast.iter_child_nodes(node))
	return next(filter(None, found), None)


def strange_in_template(text: str, fields: Collection[str], functions: Collection[str]) -> str | None:
	"""Return the first of a Jinja text that may not stand there; None where all may.

	>>> strange_in_template(
	...     "{{ doc.number }}: {{ moment_words(doc.due) }}", {"number", "due"}, {"moment_words"}
	... )
	>>> strange_in_template("{{ doc.applicant }}", {"number"}, ())
	'doc.applicant'
	"""
	try:
		tree = _ENVIRONMENT.parse(text)
	except TemplateSyntaxError as error:
		return error.message or text
	own = {
		node.name
		for each in tree.find_all(nodes.Assign)
		for node in each.find_all(nodes.Name)
		if node.ctx == "store"
	}
	return _first_of_template(tree, _Known(frozenset(fields), frozenset(functions), frozenset(own)))


class _Known:
	"""What a template may name: fields of the document, functions, and what it has set itself."""

	def __init__(self, fields: frozenset[str], functions: frozenset[str], own: frozenset[str]) -> None:
		self.fields, self.functions, self.own = fields, functions, own - functions - {DOC}


def _first_of_template(node: nodes.Node, known: _Known) -> str | None:
	judge = _JUDGES.get(type(node))
	if judge and (strange := judge(node, known)) is not None:
		return strange or None
	if not judge and not isinstance(node, (*_TEXT, *_JOINED, *_LISTED)):
		return type(node).__name__.lower()
	found = (_first_of_template(each, known) for each in node.iter_child_nodes())
	return next(filter(None, found), None)


def _of_attribute(node: nodes.Getattr, known: _Known) -> str:
	"""Its whole: what it is an attribute of is a name."""
	if not isinstance(node.node, nodes.Name) or node.attr.startswith("_"):
		return str(node.attr)
	is_known = node.attr in known.fields if node.node.name == DOC else node.node.name in known.own
	return "" if is_known else f"{node.node.name}.{node.attr}"


def _of_name(node: nodes.Name, known: _Known) -> str:
	return "" if node.name in known.own else str(node.name)


def _of_call(node: nodes.Call, known: _Known) -> str | None:
	if not _is_look_up(node) and _path(node.node) not in known.functions | DOTTED:
		return _path(node.node) or "()"
	given = (_first_of_template(each, known) for each in (*node.args, *node.kwargs))
	unpacked = "*" if node.dyn_args or node.dyn_kwargs else None
	return next(filter(None, given), unpacked) or ""


def _is_look_up(node: nodes.Call) -> bool:
	"""Return whether it is a look-up of LOOKED_UP, its doctype and field written out, by a field of the document."""
	path, given = _path(node.node), node.args
	if path not in (LOOK_UP, LOOK_UP_SINGLE) or node.kwargs or len(given) != (3 if path == LOOK_UP else 2):
		return False
	by_field = path == LOOK_UP_SINGLE or (isinstance(given[1], nodes.Getattr) and _path(given[1].node) == DOC)
	return by_field and (_written(given[0]), _written(given[-1])) in LOOKED_UP


def _written(node: nodes.Node) -> str:
	"""Return a text that is written out, "" of anything that is reckoned."""
	return str(node.value) if isinstance(node, nodes.Const) and isinstance(node.value, str) else ""


def _path(node: nodes.Node) -> str:
	"""Return «frappe.utils.get_url» of names that are joined by dots, "" of anything else."""
	if isinstance(node, nodes.Getattr):
		first = _path(node.node)
		return f"{first}.{node.attr}" if first else ""
	return str(node.name) if isinstance(node, nodes.Name) else ""


def _of_filter(node: nodes.Filter, known: _Known) -> str | None:
	is_known = node.name in FILTERS or (node.name == "select" and not node.args and not node.kwargs)
	return None if is_known else str(node.name)


def _of_item(node: nodes.Getitem, known: _Known) -> str:
	"""A part of what a function of ours gave."""
	is_own = isinstance(node.node, nodes.Name) and node.node.name in known.own
	return "" if is_own and _written(node.arg) and not _written(node.arg).startswith("_") else "getitem"


def _of_assign(node: nodes.Assign, known: _Known) -> str | None:
	return None if isinstance(node.target, nodes.Name) else "set"


_JUDGES: dict[type, Callable[..., str | None]] = {
	nodes.Getattr: _of_attribute,
	nodes.Name: _of_name,
	nodes.Call: _of_call,
	nodes.Filter: _of_filter,
	nodes.Getitem: _of_item,
	nodes.Assign: _of_assign,
}
"""What is strange of a node, "" where all of it is known, None where its children tell."""
