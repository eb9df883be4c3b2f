"""Who had a request how long, as the journal tells (R6.2.1, R7.3)."""

from journal_kit import at

from contact_center.regulation.trail import Held, trail

SENT = ("Sent", at(0), "1")


def test_a_task_is_held_until_it_is_handed_on():
	lines = [SENT, ("Accepted", at(1), "1"), ("Redirected", at(5), "1"), ("Sent", at(5), "2")]
	assert trail(lines) == {"1": Held(at(0), at(5), True), "2": Held(at(5))}


def test_whoever_declined_had_it_until_then_not_until_the_redirect():
	lines = [SENT, ("Not Competent", at(2), "1"), ("Redirected", at(6), "1"), ("Sent", at(6), "2")]
	assert trail(lines)["1"] == Held(at(0), at(2), True)


def test_the_end_of_the_request_ends_what_is_held_and_a_return_begins_it_again():
	lines = [SENT, ("Sent", at(0), "2"), ("Not Competent", at(1), "2"), ("Closed", at(9), None)]
	assert trail(lines) == {"1": Held(at(0), at(9)), "2": Held(at(0), at(1), True)}
	assert trail([*lines, ("Returned", at(10), None)])["1"] == Held(at(0))
	assert trail([*lines, ("Returned", at(10), None)])["2"] == Held(at(0), at(1), True)


def test_a_task_that_comes_back_begins_anew():
	lines = [SENT, ("Not Competent", at(1), "1"), ("Sent", at(3), "1")]
	assert trail(lines) == {"1": Held(at(3))}


def test_lines_about_nothing_that_was_sent_say_nothing():
	assert trail([("Received", at(0), None), ("Commented", at(1), "9"), ("Redirected", at(2), "9")]) == {}
