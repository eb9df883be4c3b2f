#!/usr/bin/env bash
# `make test`: all tests, with the set-up they need; ARGS go to pytest. Without a bench, the tests that need
# no site run and the others are reported as skipped; REQUIRE_BENCH=1 makes that a failure. FRESH=1: a new test site.
# shellcheck source=scripts/bench.sh
source "$(dirname "${BASH_SOURCE[0]}")/bench.sh"
# shellcheck source=scripts/site.sh
source "$CLONE/scripts/site.sh"
# shellcheck source=scripts/plain_venv.sh
source "$CLONE/scripts/plain_venv.sh"

read -r -a PYTEST_ARGS <<<"${ARGS:-}"
PYTEST=(-m pytest -p no:cacheprovider)

main() {
	if bench_can_be_had; then test_with_bench; else test_without_bench; fi
}

# In a child, so that its failure ends the child and leaves its reason.
bench_can_be_had() {
	local result=0
	REASON_FILE="$(mktemp)"
	export REASON_FILE
	CALLED="$CALLED" "$CLONE/scripts/bench.sh" --no-code || result=$?
	[ "$result" != "$BUSY" ] || { rm -f "$REASON_FILE" && exit 1; } # it has said so
	[ "$result" = 0 ] || return 1
	rm -f "$REASON_FILE"
	unset REASON_FILE
}

test_without_bench() {
	CONTACT_CENTER_NO_BENCH="$(cat "$REASON_FILE")"
	rm -f "$REASON_FILE"
	export CONTACT_CENTER_NO_BENCH="${CONTACT_CENTER_NO_BENCH:-the bench could not be made}"
	[ "${REQUIRE_BENCH:-}" != 1 ] || exit 1
	say "no bench: only the tests that need no site"
	ensure_plain_venv tests dependency-groups.tests project.optional-dependencies.rehearsal
	cd "$CLONE"
	exec env -u SITE PYTHONDONTWRITEBYTECODE=1 "$PLAIN_VENV/bin/python" "${PYTEST[@]}" "${PYTEST_ARGS[@]}" </dev/null
}

test_with_bench() {
	ensure_bench
	take_lock 7 "$STATE/test.lock" || {
		say "$(who_runs test): waiting for its end; or stop this with Ctrl-C and $(beside)"
		release_setup
		flock -x 7
		ensure_bench
		HELD="$STATE/test.lock"
	}
	use_this_clone
	ensure_test_tools
	trap leave_services EXIT
	start_services
	ensure_test_site
	release_setup
	run_pytest
}

ensure_test_tools() {
	ensure_chromium
	install_once test-dependencies dependency-groups.tests dependency-groups.site-tests project.optional-dependencies.rehearsal
	[ -n "$CHROMIUM" ] || [ -e "$STATE/playwright-chromium" ] || install_playwright_chromium
}

install_playwright_chromium() {
	say "Chromium, brought by Playwright"
	[ "$(id -u)" != 0 ] || logged "Chromium's libraries could not be installed" env/bin/python -m playwright install-deps chromium
	logged "Playwright could not install Chromium" as_bench env/bin/python -m playwright install chromium
	as_bench touch "$STATE/playwright-chromium"
}

ensure_test_site() {
	[ "${FRESH:-}" != 1 ] || rm -f "$STATE/$TEST_SITE"
	ensure_site "$TEST_SITE" "http://$TEST_SITE:8000" "$TEST_SMTP_PORT" keep_jobs_apart
}

run_pytest() {
	local artifacts="$BENCH_DIR/artifacts" result=0
	own_dir "$artifacts"
	say "pytest; what the tests leave to look at: $artifacts"
	as_bench env -C "$APP" -u DB_HOST -u REDIS_CACHE PYTHONDONTWRITEBYTECODE=1 CI=1 CONTACT_CENTER_BENCH="$BENCH_DIR" SITE="$TEST_SITE" \
		CHROMIUM="$CHROMIUM" TEST_SMTP_PORT="$TEST_SMTP_PORT" ARTIFACTS="$artifacts" \
		"$BENCH_DIR/env/bin/python" "${PYTEST[@]}" "${PYTEST_ARGS[@]}" </dev/null 7>&- || result=$?
	exit "$result" # no word after pytest's closing line
}

main "$@"
