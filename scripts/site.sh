#!/usr/bin/env bash
# Sites: made once, migrated when the clone's code has changed since. Needs running services. Sourced.

# ensure_site SITE URL MAIL_PORT [FIRST]: FIRST is a function that fills a site made now
ensure_site() {
	local site="$1" stamp="$STATE/$1"
	! site_is_current "$@" || return 0
	if [ -e "$stamp" ]; then migrate_site "$site"; else make_site "$site"; fi
	prepare_site "$1" "$2" "$3"
	[ -e "$stamp" ] || "${4:-true}" "$site"
	site_sum "$@" | as_bench tee "$stamp" >/dev/null # last: a site without it is made again
}

site_is_current() { [ "$(cat "$STATE/$1" 2>/dev/null)" = "$(site_sum "$@")" ]; }

site_sum() { printf '%s %s %s\n' "$(content_sum "$APP_NAME" pyproject.toml)" "$2" "$3"; }

migrate_site() {
	say "$1: the code has changed, migrating"
	logged "bench migrate failed on $1; $(fresh_site "$1")" as_bench bench --site "$1" migrate
}

fresh_site() { if [ "$1" = "$TEST_SITE" ]; then printf "FRESH=1 make test gives a fresh one"; else printf "make reset gives a fresh one"; fi; }

make_site() {
	say "$1: a site with an own database"
	# --force: whatever an earlier try left under this name is dropped
	logged "the site $1 could not be made" with_db_root new-site "$1" --force \
		--admin-password "${ADMIN_PASSWORD:-admin}" --install-app "$APP_NAME"
}

drop_site() {
	rm -f "$STATE/$1"
	[ -d "$BENCH_DIR/sites/$1" ] || return 0
	logged "the site $1 could not be dropped" with_db_root drop-site "$1" --force --no-backup
}

# The password travels in the environment: not in ps, not in bench's log.
with_db_root() {
	DB_ROOT_USER="$DB_ROOT_USER" DB_ROOT_PASSWORD="$DB_ROOT_PASSWORD" \
		as_bench env -C sites ../env/bin/python "$APP/scripts/frappe_as_db_root.py" "$@"
}

prepare_site() {
	logged "the settings of $1 could not be written" \
		as_bench env -C sites ../env/bin/python "$APP/scripts/prepare_site.py" "$@"
}

load_demo_city() {
	say "the demo city"
	logged "the demo city could not be loaded" in_site "$DEMO_SITE" contact_center.demo.load.load_demo_city
}

# A test site's jobs go into queues of its own, which the workers of a running `make run` do not serve, and none are
# scheduled there.
keep_jobs_apart() { # keep_jobs_apart SITE
	logged "the test site's queues could not be named" as_bench bench --site "$1" set-config bench_id "$1"
	logged "the test site's scheduler could not be paused" as_bench bench --site "$1" set-config -p pause_scheduler 1
}

remember_logins() {
	in_site "$DEMO_SITE" contact_center.demo.load.print_logins 2>>"$LOG" | as_bench tee "$STATE/logins" >/dev/null
}

in_site() { # in_site SITE FUNCTION
	as_bench env -C sites ../env/bin/python "$APP/scripts/in_site.py" "$@"
}
