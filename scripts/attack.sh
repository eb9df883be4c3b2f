#!/usr/bin/env bash
# `make attack`: a guest's, a citizen's and an executor's attacks on a served site of their own. Prints «tried / held /
# broken» a class, and exits 1 if something broke, or if a class did not see what somebody may do. ARGS="paths sql": these
# classes only.
# shellcheck source=scripts/bench.sh
source "$(dirname "${BASH_SOURCE[0]}")/bench.sh"
# shellcheck source=scripts/site.sh
source "$CLONE/scripts/site.sh"

ATTACKED=attack.contact-center.localhost
read -r -a CLASSES <<<"${ARGS:-}"

ensure_bench
take_lock 7 "$STATE/test.lock" || die "make test is at work in $BENCH_DIR: wait for it, then call make attack again"
use_this_clone
install_once test-dependencies dependency-groups.tests dependency-groups.site-tests project.optional-dependencies.rehearsal
start_services
trap leave_services EXIT
ensure_site "$ATTACKED" "http://$ATTACKED:8000" "$TEST_SMTP_PORT" keep_jobs_apart
release_setup
say "attacks on $ATTACKED, a quarter of an hour or more"
as_bench env -C sites -u DB_HOST -u REDIS_CACHE PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$APP/tests/attack:$APP/tests/site" \
	../env/bin/python "$APP/tests/attack/attack_main.py" "$ATTACKED" "${CLASSES[@]}" </dev/null 7>&-
