#!/usr/bin/env bash
# `make run`: from a clone to a contact centre that answers, in the foreground; Ctrl-C stops all of it.
# shellcheck source=scripts/bench.sh
source "$(dirname "${BASH_SOURCE[0]}")/bench.sh"
# shellcheck source=scripts/site.sh
source "$CLONE/scripts/site.sh"

PORT="${PORT:-8000}"
URL="http://localhost:$PORT"

main() {
	check_port
	ensure_bench
	claim_run
	use_this_clone
	ensure_demo_site
	write_procfile
	announce_when_up 8>&- 9>&- &
	release_setup
	cd "$BENCH_DIR"
	# exec: signals reach honcho itself, and it passes them on; lock 8 lives as long as honcho does
	exec_as_bench honcho start -f Procfile
}

check_port() {
	case "$PORT" in '' | *[!0-9]*) die "PORT=$PORT is not a number: PORT=8001 make run" ;; esac
	! port_in_use "$PORT" || die "port $PORT is taken by another program or another make run: stop it, or choose another port, PORT=$((PORT + 1)) make run"
}

claim_run() {
	own_dir "$STATE"
	take_lock 8 "$STATE/run.lock" || die "$(who_runs run) already: stop it there with Ctrl-C, or $(beside)"
}

# The database is needed only when there is something to do: a second call goes straight on.
ensure_demo_site() {
	! site_is_current "$DEMO_SITE" "$URL" "$SMTP_PORT" || return 0
	trap leave_services EXIT # for Ctrl-C meanwhile
	start_services
	ensure_site "$DEMO_SITE" "$URL" "$SMTP_PORT" load_demo_city
	remember_logins
	trap - EXIT
	leave_services
}

write_procfile() {
	local service="BENCH_DIR=$BENCH_DIR apps/$APP_NAME/scripts/process.sh"
	{
		for name in $(wanted_services) mail web front socketio schedule worker; do
			echo "$name: PORT=$PORT SITE=$DEMO_SITE $service $name"
		done
	} | as_bench tee "$BENCH_DIR/Procfile" >/dev/null
}

announce_when_up() {
	local tries=0
	until answers; do
		tries=$((tries + 1))
		[ "$tries" -lt 600 ] && ! is_free "$STATE/run.lock" || return 0
		sleep 0.2
	done
	printf '\n%s\n' "Контакт-центр працює. Портал мешканця: $URL, робочі місця: $URL/app"
	cat "$STATE/logins" 2>/dev/null || true
	printf '%s\n' "Administrator / ${ADMIN_PASSWORD:-admin}. Листи сайту: make mail. Зупинити: Ctrl-C."
}

answers() {
	(
		exec 3<>"/dev/tcp/127.0.0.1/$PORT"
		printf 'GET /api/method/ping HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
		grep -q pong <&3
	) 2>/dev/null
}

main "$@"
