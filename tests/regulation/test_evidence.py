"""What a file can prove (R7.6, R7.7)."""

import pytest

from contact_center.regulation.evidence import fits
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
