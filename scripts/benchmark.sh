#!/usr/bin/env bash
# `make benchmark`: documents and pages a second, on the test site.
# shellcheck source=scripts/bench.sh
source "$(dirname "${BASH_SOURCE[0]}")/bench.sh"
# shellcheck source=scripts/site.sh
source "$CLONE/scripts/site.sh"

ensure_bench
take_lock 7 "$STATE/test.lock" || die "make test is using the test site: wait for it, then call make benchmark again"
use_this_clone
start_services
trap leave_services EXIT
ensure_site "$TEST_SITE" "http://$TEST_SITE:8000" "$TEST_SMTP_PORT" keep_jobs_apart
release_setup
in_site "$TEST_SITE" contact_center.demo.benchmark.run
in_site "$TEST_SITE" contact_center.demo.page_benchmark.run
in_site "$TEST_SITE" contact_center.demo.caller_benchmark.run
