#!/usr/bin/env bash
# `make load`: operators' calls and the desks of executors' users over HTTP against two web workers, on a site of its own with
# as much stored as a city has after years. Prints milliseconds a kind of call; exits 1 on an error or over the bounds.
# ARGS="--operators 40 --users 500 --minutes 5 --requests 200000 --cards 400000 --factor 4 --explain"; `--users 0`: operators
# alone. What is stored is kept for the next time, FRESH=1: anew. POOL=2048: megabytes that the bench's own database may keep in
# memory meanwhile, as a city's would.
# shellcheck source=scripts/bench.sh
source "$(dirname "${BASH_SOURCE[0]}")/bench.sh"
# shellcheck source=scripts/site.sh
source "$CLONE/scripts/site.sh"

LOADED=load.contact-center.localhost
read -r -a OPTIONS <<<"${ARGS:-}"

fill_first() {
	keep_jobs_apart "$1"
	say "the demo city, whose requests are multiplied"
	logged "the demo city could not be loaded" in_site "$1" contact_center.demo.load.load_demo_city
}

as_db_root() {
	MYSQL_PWD="$DB_ROOT_PASSWORD" as_bench mariadb --no-defaults -uroot --socket="$SERVICES/run/mariadb.sock" -N -e "$1"
}

# A bench's database is set up for a laptop; another database is its administrator's matter.
give_memory() {
	[ "$OWN_DB" = 1 ] || return 0
	MEMORY="$(as_db_root 'select @@global.innodb_buffer_pool_size')"
	as_db_root "set global innodb_buffer_pool_size = ${POOL:-2048} * 1048576"
}

leave() {
	[ -z "${MEMORY:-}" ] || as_db_root "set global innodb_buffer_pool_size = $MEMORY" || true
	leave_services
}

ensure_bench
take_lock 7 "$STATE/test.lock" || die "make test is at work in $BENCH_DIR: wait for it, then call make load again"
use_this_clone
start_services
trap leave EXIT
give_memory
[ "${FRESH:-}" != 1 ] || rm -f "$STATE/$LOADED"
ensure_site "$LOADED" "http://$LOADED:8000" "$TEST_SMTP_PORT" fill_first
release_setup
as_bench env -C sites PYTHONWARNINGS=ignore PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$APP/tests/load" SITE="$LOADED" \
	../env/bin/python "$APP/tests/load/load_main.py" "${OPTIONS[@]}" </dev/null 7>&- || exit $?
