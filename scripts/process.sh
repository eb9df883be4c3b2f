#!/usr/bin/env bash
# One process of the Procfile: `process.sh NAME`, with BENCH_DIR, PORT and SITE in the environment.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=scripts/services.sh
source "$CLONE/scripts/services.sh"
load_settings
PORT="${PORT:-8000}" SITE="${SITE:-$DEMO_SITE}"
cd "$BENCH_DIR"

# A service that a test has started already is used, and stopped with the rest unless the test still runs.
own_or_follow() {
	if ! service_up "$1"; then
		# shellcheck disable=SC2046  # the command's words
		exec env PATH="$(bench_path)" $(service_command "$1")
	fi
	trap 'leave "$1"; exit 0' TERM INT
	while service_up "$1"; do
		sleep 2 &
		wait $! || true
	done
}

leave() {
	[ -e "$STATE/keep-services" ] || ! is_free "$STATE/test.lock" || stop_service "$1"
}

after_services() {
	wait_for_services
	exec_as_bench "$@"
}

wait_for_services() {
	local name
	for name in $(wanted_services); do wait_for "$name"; done
}

work() {
	wait_for_services
	as_bench env -C sites ../env/bin/python "$APP/scripts/requeue_lost_jobs.py" "$SITE"
	exec_as_bench bench worker
}

# Developers' output goes to logs/NAME.log, so that the terminal stays readable.
main() {
	case "$1" in mariadb | redis_* | worker | schedule) exec >>"logs/$1.log" 2>&1 ;; esac
	case "$1" in
	mariadb | redis_*) own_or_follow "$1" ;;
	mail) exec_as_bench python -m aiosmtpd -n -l "127.0.0.1:$SMTP_PORT" -c aiosmtpd.handlers.Mailbox "$SERVICES/mail" ;;
	web) after_services env -C sites SITE="$SITE" ../env/bin/gunicorn --pythonpath "$APP/scripts" \
		--bind "127.0.0.1:$WEB_PORT" --workers 2 --threads 8 --timeout 120 --graceful-timeout 3 --log-level warning wsgi ;;
	front) exec_as_bench env PORT="$PORT" SITE="$SITE" WEB_PORT="$WEB_PORT" SOCKETIO_PORT="$SOCKETIO_PORT" node "$APP/scripts/front.js" ;;
	socketio) after_services node apps/frappe/socketio.js ;;
	schedule) after_services bench schedule ;;
	worker) work ;;
	*) die "process.sh knows no $1" ;;
	esac
}

main "$@"
