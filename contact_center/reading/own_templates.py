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
KEYS = {"Applicant": frozenset({"applicant"})}
"""{doctype: the fields by which it is looked up}: a text that somebody typed could name anybody."""
_OF_REQUEST = frozenset({"name", "request"})
READERS = {
	"letter_greeting": KEYS["Applicant"],
	**dict.fromkeys(("letter_question", "letter_comment", "letter_called_applicant"), _OF_REQUEST),
	**dict.fromkeys(("letter_request", "letter_number"), _OF_REQUEST),
	"letter_appeal": frozenset({"name"}),
	"letter_inspection": frozenset({"name"}),
}
"""{function that reads a document: the fields that may name it}: what a letter says is of its own document."""
PATHS = frozenset({"html", "css", "scss", "py", "md", "json", "js", "xml", "txt"})
"""A text of one line that ends so is a file of some app to the framework, which renders it instead, unasked."""
FILTERS = frozenset({"e", "escape", "default", "join", "length", "lower", "replace", "trim", "upper"})
_ENVIRONMENT = Environment(autoescape=True)
_LOGIC = (ast.Expression, ast.BoolOp, ast.boolop, ast.UnaryOp, ast.Not, ast.USub, ast.Compare, ast.cmpop)
_VALUES = (ast.Constant, ast.Tuple, ast.List, ast.IfExp, ast.Load)
_TEXT = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.CondExpr)
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
	if "\n" not in text and "." in text and text.rpartition(".")[2] in PATHS:
		return text
	try:
		tree = _ENVIRONMENT.parse(text)
	except TemplateSyntaxError as error:
		return error.message or text
	return _first_of_template(tree, _Known(frozenset(fields), frozenset(functions)))


class _Known:
	"""What a template may name: fields of the document, functions, and `own`, what it has set itself up to here.

	A name that is set later, or in one branch alone, is until then whatever the framework has under it.
	"""

	def __init__(self, fields: frozenset[str], functions: frozenset[str]) -> None:
		self.fields, self.functions = fields, functions
		self.reserved = functions | {DOC, *(path.split(".")[0] for path in DOTTED)}
		self.own: frozenset[str] = frozenset()


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
	if _path(node.node) in READERS and not _names_its_document(node):
		return _path(node.node)
	given = (_first_of_template(each, known) for each in (*node.args, *node.kwargs))
	unpacked = "*" if node.dyn_args or node.dyn_kwargs else None
	return next(filter(None, given), unpacked) or ""


def _names_its_document(node: nodes.Call) -> bool:
	"""Return whether what one of READERS is asked for is the letter's own document, or one that it belongs to."""
	return len(node.args) == 1 and not node.kwargs and _field(node.args[0]) in READERS[_path(node.node)]


def _field(node: nodes.Node) -> str:
	"""Return «number» of «doc.number», "" of anything else."""
	return str(node.attr) if isinstance(node, nodes.Getattr) and _path(node.node) == DOC else ""


def _is_look_up(node: nodes.Call) -> bool:
	"""Return whether it is a look-up of LOOKED_UP, its doctype and field written out, by a field of the document."""
	path, given = _path(node.node), node.args
	if path not in (LOOK_UP, LOOK_UP_SINGLE) or node.kwargs or len(given) != (3 if path == LOOK_UP else 2):
		return False
	doctype, field = _written(given[0]), path == LOOK_UP and _field(given[1])
	by_field = path == LOOK_UP_SINGLE or bool(field and field in KEYS.get(doctype, {field}))
	return by_field and (doctype, _written(given[-1])) in LOOKED_UP


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
	"""Without names of what to take of each: «join» with an attribute reads what it likes of rows and of what they hang on."""
	is_plain = not node.kwargs and not node.dyn_args and not node.dyn_kwargs
	most = {"select": 0, "join": 1}.get(node.name, 2)
	is_known = node.name in (*FILTERS, "select") and is_plain and len(node.args) <= most
	return None if is_known else str(node.name)


def _of_item(node: nodes.Getitem, known: _Known) -> str:
	"""A part of what a function of ours gave."""
	is_own = isinstance(node.node, nodes.Name) and node.node.name in known.own
	return "" if is_own and _written(node.arg) and not _written(node.arg).startswith("_") else "getitem"


def _of_assign(node: nodes.Assign, known: _Known) -> str:
	if not isinstance(node.target, nodes.Name):
		return "set"
	name = str(node.target.name)
	strange = name if name in known.reserved else _first_of_template(node.node, known)
	known.own |= {name}
	return strange or ""


def _of_if(node: nodes.If, known: _Known) -> str:
	"""Behind it a name is its own where every branch has set it."""
	before, ends = known.own, []
	for branch in ([node.test, *node.body], *([each.test, *each.body] for each in node.elif_), node.else_):
		known.own = before
		if strange := next(filter(None, (_first_of_template(each, known) for each in branch)), None):
			return strange
		ends.append(known.own)
	known.own = frozenset.intersection(*ends)
	return ""


_JUDGES: dict[type, Callable[..., str | None]] = {
	nodes.Getattr: _of_attribute,
	nodes.Name: _of_name,
	nodes.Call: _of_call,
	nodes.Filter: _of_filter,
	nodes.Getitem: _of_item,
	nodes.Assign: _of_assign,
	nodes.If: _of_if,
}
"""What is strange of a node, "" where all of it is known, None where its children tell."""
