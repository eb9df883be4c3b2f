"""Wrong options are said in one line of the chosen language, with exit code 2."""

import pytest
from click.testing import CliRunner
from rehearsal_kit import DEMO

from contact_center.rehearsal.command.cli import main


def call(*args, code=2):
	done = CliRunner().invoke(main, [str(arg) for arg in args])
	assert done.exit_code == code, (done.output, done.exception)
	assert done.exception is None or isinstance(done.exception, SystemExit)
	return done.output


WRONG = [
	(["rehearse"], "немає аргументу REQUESTS"),
	(["rehearse", "/nowhere.csv"], "REQUESTS: немає такого файла: /nowhere.csv"),
	(["rehearse", "/"], "REQUESTS: / – тека, а не файл"),
	(["check", "/nowhere"], "POLICY: немає такої теки: /nowhere"),
	(["check", DEMO], f"POLICY: {DEMO} – файл, а не тека"),
	(["rehearse", DEMO, "--until", "колись"], "--until: «колись» не є датою; приклад: 2026-11-09 10:00"),
	(["rehearse", DEMO, "--until"], "--until: потрібне значення"),
	(["check", "--strict=1"], "--strict: значення тут зайве"),
	(["check", "--help=1"], "--help: значення тут зайве"),
	(["rehearse", DEMO, "--polcy", "x"], "немає параметра --polcy; схожий: --policy"),
	(["rehearse", DEMO, "-x"], "немає параметра -x"),
	(["rehearse", DEMO, "--lang", "de"], "--lang: «de» не підходить; можна: uk, en"),
	(["rehearse", DEMO, "--seed", "-1"], "--seed: -1 поза межами x>=0"),
	(["rehearse", DEMO, "more"], "зайве: more"),
	(["forecast", DEMO, "--level", "200"], "--level: 200.0 поза межами 1<=x<=99.9"),
	(["forecast", DEMO, "--calls", "багато"], "--calls: «багато» не є числом"),
]


@pytest.mark.parametrize(("args", "words"), WRONG)
def test_a_wrong_option_is_said_in_one_line(args, words):
	assert call(*args) == f"{words}\n"


def test_a_command_that_is_misspelt_is_named():
	"""Newer versions of click add the one that is meant."""
	message = call("chek")
	assert message.startswith("немає команди chek") and message.count("\n") == 1


@pytest.mark.parametrize("english", [["--lang", "en"], ["--lang=en"]])
def test_in_english_too(english):
	message = call("rehearse", DEMO, "--until", "someday", *english)
	assert message.startswith("--until: “someday” is not a date") and message.count("\n") == 1


@pytest.mark.parametrize("option", ["--level", "--within", "--calls", "--handling", "--away"])
def test_what_is_no_number_is_no_option_of_a_forecast(option):
	assert call("forecast", DEMO, option, "nan") == f"{option}: «nan» не є числом\n"


@pytest.mark.parametrize("args", [["--help"], ["rehearse", "-h"], ["forecast", "--help"]])
def test_help_is_still_given(args):
	assert call(*args, code=0).startswith("Usage: ")
