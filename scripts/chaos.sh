#!/usr/bin/env bash
# `make chaos`: 500 acts of all people on a site of its own, while web, worker, scheduler, MariaDB and Redis are killed, the
# mail server is dead, the disk is full and the clock jumps. Exits 1 if something was lost or done twice. ACTS=200: fewer;
# ONLY=MariaDB: that alone is killed, again and again; KEEP=1 leaves the site.
# shellcheck source=scripts/bench.sh
source "$(dirname "${BASH_SOURCE[0]}")/bench.sh"
# shellcheck source=scripts/site.sh
source "$CLONE/scripts/site.sh"

CHAOS_SITE=chaos.contact-center.localhost
CHAOS="$BENCH_DIR/chaos"

main() {
	ensure_bench
	[ "$OWN_DB$OWN_REDIS" = 11 ] || die "make chaos kills the database and the queues of a bench: unset DB_HOST and REDIS_CACHE, $CALLED"
	take_lock 7 "$STATE/test.lock" || die "make test is at work in $BENCH_DIR: wait for it, then call make chaos again"
	is_free "$STATE/run.lock" || die "$(who_runs run), whose services would be killed: stop it there with Ctrl-C, or $(beside)"
	use_this_clone
	install_once test-dependencies dependency-groups.tests dependency-groups.site-tests project.optional-dependencies.rehearsal
	start_services
	trap clear_away EXIT
	own_dir "$CHAOS"
	compile_shim
	make_chaos_site
	release_setup
	say "$CHAOS_SITE: ${ACTS:-500} acts while everything is killed, some ten minutes"
	run_chaos
}

compile_shim() {
	as_bench gcc -shared -fPIC -O1 -o "$CHAOS/shim.so" -xc - <"$APP/tests/chaos/chaos_shim.c"
}

make_chaos_site() {
	drop_site "$CHAOS_SITE"
	make_site "$CHAOS_SITE"
	prepare_site "$CHAOS_SITE" "http://$CHAOS_SITE:8000" "$TEST_SMTP_PORT"
	local setting
	for setting in "bench_id $CHAOS_SITE" "-p scheduler_interval 60"; do
		# shellcheck disable=SC2086  # the words of a setting
		logged "$CHAOS_SITE could not be set up" as_bench bench --site "$CHAOS_SITE" set-config $setting
	done
}

run_chaos() {
	as_bench env -C sites -u DB_HOST -u REDIS_CACHE -u CI PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$APP/tests/chaos:$APP/tests/site" \
		CHAOS_ONLY="${ONLY:-}" CHAOS_SHIM="$CHAOS/shim.so" CHAOS_SHARED="$CHAOS/shared" CHAOS_LOGS="$BENCH_DIR/logs" \
		CHAOS_MARIADB="$(service_command mariadb)" CHAOS_MARIADB_PID="$SERVICES/run/mariadb.pid" \
		CHAOS_REDIS_QUEUE="$(service_command redis_queue)" CHAOS_REDIS_CACHE="$(service_command redis_cache)" \
		../env/bin/python "$APP/tests/chaos/chaos_main.py" "$CHAOS_SITE" "$TEST_SMTP_PORT" "${ACTS:-500}" </dev/null 7>&-
}

clear_away() {
	local result=$?
	start_services
	if [ "${KEEP:-}" != 1 ]; then
		drop_site "$CHAOS_SITE" || true
		rm -rf "$CHAOS"
	fi
	leave_services
	exit "$result"
}

main "$@"
