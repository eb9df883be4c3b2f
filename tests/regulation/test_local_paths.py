"""Whoever signs in is led on within this site, and nowhere else."""

import pytest

from contact_center.reading.local_paths import LONGEST, local_path


@pytest.mark.parametrize(
	"path",
	[
		"/submit-request",
		"/my-requests/a1b2c3d4",
		"/my-requests?archive=1&page=2",
		"/submit-request#files",
		"/repairs?street=%D0%BF%D1%80.%20%D0%9C%D0%B8%D1%80%D1%83",
	],
)
def test_a_page_of_this_site_stays_as_it_is(path):
	assert local_path(path) == path


@pytest.mark.parametrize(
	"path",
	[
		None,
		"",
		"submit-request",
		"https://evil.example/",
		"HTTPS://evil.example",
		"//evil.example",
		"///evil.example",
		"/\\evil.example",
		"\\\\evil.example",
		"/%5Cevil.example",
		"/%255cevil.example",
		"/%2Fevil.example",
		"/%09/evil.example",
		"/.//evil.example",
		"/home/..//evil.example",
		"/%2e//evil.example",
		"/%252e%252e//evil.example",
		"/home/%2e%2e/%2fevil.example",
		"/home//evil.example",
		"/./api/method/logout",
		"/home/../api/method/logout",
		"/\t/evil.example",
		"/\n/evil.example",
		"/\u2028/evil.example",
		" /submit-request",
		"javascript:alert(1)",
		"data:text/html,x",
		"/" + "a" * LONGEST,
		"/api/method/logout",
		"/%61pi/method/logout",
		"/?cmd=web_logout",
		"/home?a=1&%63md=web_logout",
	],
)
def test_what_may_lead_elsewhere_leads_nowhere(path):
	assert local_path(path) == ""
