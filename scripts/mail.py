"""Print the newest letters of a Maildir readably: `mail.py MAILDIR COUNT`."""

import sys
from email import message_from_binary_file, policy
from html.parser import HTMLParser
from pathlib import Path


class Text(HTMLParser):
	"""The text of an HTML letter, with the address of each link behind its text."""

	def __init__(self):
		super().__init__()
		self.parts, self.links, self.hidden = [], [], 0

	def handle_starttag(self, tag, attrs):
		self.hidden += tag in ("style", "script", "title")
		if tag == "a":
			self.links.append(dict(attrs).get("href") or "")
		elif tag in ("p", "div", "tr", "br", "li", "h1", "h2", "h3"):
			self.parts.append("\n")

	def handle_endtag(self, tag):
		self.hidden -= tag in ("style", "script", "title")
		if tag == "a" and self.links:
			address = self.links.pop()
			if "".join(self.parts[-1:]).strip() != address:
				self.parts.append(f"<{address}> ")

	def handle_data(self, data):
		if not self.hidden:
			self.parts.append(" ".join(data.split()) + " " if data.strip() else "")

	def __str__(self):
		lines = (line.strip() for line in "".join(self.parts).splitlines())
		return "\n".join(line for line in lines if line)


def readable(letter) -> str:
	body = letter.get_body(preferencelist=("html", "plain"))
	if body is None:
		return ""
	if body.get_content_subtype() != "html":
		return body.get_content().strip()
	text = Text()
	text.feed(body.get_content())
	return str(text)


def main(maildir: str, count: str) -> None:
	files = sorted(Path(maildir, "new").glob("*"), key=lambda path: path.stat().st_mtime_ns)
	if not files:
		print("No letters yet.")
	for path in files[-int(count) :]:
		with path.open("rb") as stream:
			letter = message_from_binary_file(stream, policy=policy.default)
		for name in ("Date", "From", "To", "Subject"):
			print(f"{name}: {letter[name]}")
		print(f"\n{readable(letter)}\n{'-' * 72}")


main(*sys.argv[1:])
