#!/usr/bin/env bash
# `make reset`: drops the demo site with all its data and makes a fresh one.
# shellcheck source=scripts/bench.sh
source "$(dirname "${BASH_SOURCE[0]}")/bench.sh"
# shellcheck source=scripts/site.sh
source "$CLONE/scripts/site.sh"

main() {
	confirm
	ensure_bench
	is_free "$STATE/run.lock" || die "make run is using the demo site: stop it there with Ctrl-C, then call make reset again"
	use_this_clone
	start_services
	drop_site "$DEMO_SITE"
	ensure_site "$DEMO_SITE" "http://localhost:${PORT:-8000}" "$SMTP_PORT" load_demo_city
	remember_logins
	leave_services
	say "a fresh demo site; next: make run"
}

confirm() {
	local answer=
	say "drops the site $DEMO_SITE of $BENCH_DIR: its requests, users and files"
	[ "${YES:-}" != 1 ] || return 0
	[ -t 0 ] || die "make reset asks before it drops the demo site: YES=1 make reset"
	read -r -p "Drop it? [y/N] " answer
	[[ "$answer" == [yY]* ]] || die "nothing was dropped"
}

main "$@"
