#!/usr/bin/env bash
# `make backup-test`: back up a site, restore it under another name by the commands of docs/running.md, and see that all of
# it is there. Both sites are made for it and dropped at its end; KEEP=1 leaves them.
# shellcheck source=scripts/bench.sh
source "$(dirname "${BASH_SOURCE[0]}")/bench.sh"
# shellcheck source=scripts/site.sh
source "$CLONE/scripts/site.sh"

SOURCE_SITE=backup.contact-center.localhost
RESTORED_SITE=restored.contact-center.localhost
BACKUPS="$BENCH_DIR/sites/$SOURCE_SITE/private/backups"
SEEN="$BENCH_DIR/backup-test" # what was seen in each site

main() {
	ensure_bench
	take_lock 7 "$STATE/test.lock" || die "make test is at work in $BENCH_DIR: wait for it, then call make backup-test again"
	use_this_clone
	install_once test-dependencies dependency-groups.tests dependency-groups.site-tests project.optional-dependencies.rehearsal
	start_services
	trap clear_away EXIT
	own_dir "$SEEN"
	make_source
	back_up
	restore
	release_setup
	compare
}

make_source() {
	drop_site "$SOURCE_SITE"
	make_site "$SOURCE_SITE"
	prepare_site "$SOURCE_SITE" "http://$SOURCE_SITE:8000" "$TEST_SMTP_PORT"
	own_queues "$SOURCE_SITE"
	say "$SOURCE_SITE: requests, files, letters, passwords"
	logged "$SOURCE_SITE could not be filled" on_site fill "$SOURCE_SITE"
}

back_up() {
	say "$SOURCE_SITE: a backup"
	logged "the backup failed" as_bench bench --site "$SOURCE_SITE" backup --with-files
}

restore() {
	local key
	key="$(key_of_backup)"
	[ -n "$key" ] || die "no encryption_key in $(in_backup site_config_backup.json): the passwords in this backup cannot be read anywhere"
	say "$RESTORED_SITE: restored from it"
	drop_site "$RESTORED_SITE"
	logged "the empty site could not be made" with_db_root new-site "$RESTORED_SITE" --force --admin-password other
	own_queues "$RESTORED_SITE"
	logged "the backup could not be restored" with_db_root --site "$RESTORED_SITE" restore "$(in_backup database.sql.gz)" \
		--with-public-files "$(in_backup files.tar)" --with-private-files "$(in_backup private-files.tar)" --force
	logged "the encryption key could not be carried" as_bench bench --site "$RESTORED_SITE" set-config encryption_key "$key"
	logged "the address could not be set" as_bench bench --site "$RESTORED_SITE" set-config host_name "http://$RESTORED_SITE:8000"
	logged "migrating failed" as_bench bench --site "$RESTORED_SITE" migrate
	logged "the scheduler could not be switched on" as_bench bench --site "$RESTORED_SITE" enable-scheduler
}

compare() {
	say "what is the same in both"
	logged "$SOURCE_SITE could not be looked at" on_site see "$SOURCE_SITE" "$SEEN/before.json"
	logged "$RESTORED_SITE could not be looked at" on_site see "$RESTORED_SITE" "$SEEN/after.json"
	as_bench env/bin/python "$APP/tests/backup/backup_compare.py" "$SEEN/before.json" "$SEEN/after.json" ||
		die "the restored site is not what was backed up: see above"
	as_bench bench --site "$RESTORED_SITE" contact-center check-projection </dev/null 2>>"$LOG" 7>&- ||
		die "the restored site's requests do not show what their journal says: see above, and $LOG"
}

# The path of a file of the newest backup. Its name is a moment, the site's name with _ for dots, and the part.
in_backup() { find "$BACKUPS" -name "*-${SOURCE_SITE//./_}-$1" | sort | tail -n 1; }

key_of_backup() {
	sed -n 's/.*"encryption_key": *"\([^"]*\)".*/\1/p' "$(in_backup site_config_backup.json)"
}

# The workers of a running `make run` serve neither site: what they did would not be the same in both.
own_queues() {
	logged "the queues of $1 could not be named" as_bench bench --site "$1" set-config bench_id "$1"
}

on_site() { # on_site ACT SITE...
	as_bench env -C sites PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$APP/tests/site" \
		../env/bin/python "$APP/tests/backup/backup_site.py" "$@" 7>&-
}

clear_away() {
	local result=$?
	if [ "${KEEP:-}" != 1 ]; then
		drop_site "$SOURCE_SITE" || true
		drop_site "$RESTORED_SITE" || true
		rm -rf "$SEEN"
	fi
	leave_services
	exit "$result"
}

main "$@"
