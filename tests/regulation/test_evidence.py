"""What a file can prove (R7.6, R7.7)."""

import pytest

from contact_center.regulation.evidence import fits, repeats
from contact_center.regulation.routing import EVIDENCE


@pytest.mark.parametrize(
	("extension", "kinds"),
	[
		("jpg", {"Act", "Photo", "Document"}),
		("heic", {"Act", "Photo", "Document"}),
		("pdf", {"Act", "Document"}),
		("docx", {"Act", "Document"}),
		("mp4", {"Video"}),
		("mov", {"Video"}),
	],
)
def test_a_kind_of_evidence_is_proved_by_files_that_can_show_it(extension, kinds):
	assert {kind for kind in EVIDENCE if fits(kind, extension)} == kinds


@pytest.mark.parametrize(
	("result", "returned", "same"),
	[
		("Прорив усунуто.", "Прорив усунуто.", True),
		(" Прорив\n\tусунуто. ", "Прорив усунуто.", True),
		("Прорив усунуто. Двір прибрано.", "Прорив усунуто.", False),
		("прорив усунуто.", "Прорив усунуто.", False),
		("Прорив усунуто.", "", False),
	],
)
def test_r6_3_3_a_result_that_repeats_the_returned_one_is_known(result, returned, same):
	assert repeats(result, returned) is same
