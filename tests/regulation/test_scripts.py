"""The desk's scripts name no stage: colours, sets and words of a stage come from the server."""

import re
from pathlib import Path

import pytest

from contact_center.regulation.stages import Stage

APP = Path(__file__).parents[2] / "contact_center"
SCRIPTS = sorted([*APP.glob("public/js/*.js"), *APP.glob("contact_center/**/*.js")])
NAMES = "|".join(stage.value for stage in Stage)
# As a text of its own, or as the key of an object.
LITERAL = re.compile(rf"""["'`]({NAMES})["'`]|^\s*({NAMES}):""", re.MULTILINE)


def test_there_are_scripts_to_look_at():
	assert len(SCRIPTS) > 20
	assert LITERAL.search('stage === "In Progress"') and LITERAL.search("\tClosed: 1,")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_names_no_stage(script):
	assert LITERAL.findall(script.read_text(encoding="utf-8")) == []
