#!/usr/bin/env bash
# The bench's own MariaDB and Redis: settings, start, stop. Nothing of the machine's own databases is touched.
# Sourced; run as `scripts/services.sh start|stop|status` it keeps them up between commands.

SETTINGS="$SERVICES/settings" # written once, read by every call; holds passwords, so mode 600
OWN_SERVICES=(mariadb redis_cache redis_queue)

ensure_services_config() {
	own_dir "$SERVICES" "$SERVICES/run" "$STATE" "$SERVICES/mail" "$SERVICES"/mail/{tmp,new,cur}
	chmod 700 "$SERVICES"
	load_settings
	choose_ports
	save_settings
	write_configs
	[ -d "$SERVICES/mariadb/mysql" ] || [ "$OWN_DB" = 0 ] || make_database
}

# The usual variables, as the caller gave them: later the same names hold what is in use.
GIVEN_DB_HOST="${DB_HOST:-}" GIVEN_DB_PORT="${DB_PORT:-3306}"
GIVEN_DB_USER="${DB_ROOT_USER:-root}" GIVEN_DB_PASSWORD="${DB_ROOT_PASSWORD:-}"
GIVEN_CACHE="${REDIS_CACHE:-}" GIVEN_QUEUE="${REDIS_QUEUE:-${REDIS_CACHE:-}}"

load_settings() {
	OWN_DB=1 OWN_REDIS=1 DB_PORT='' DB_ROOT_PASSWORD='' REDIS_CACHE='' REDIS_QUEUE=''
	# shellcheck disable=SC1090
	[ ! -e "$SETTINGS" ] || source "$SETTINGS"
	if [ -n "$GIVEN_DB_HOST" ]; then
		OWN_DB=0 DB_HOST="$GIVEN_DB_HOST" DB_PORT="$GIVEN_DB_PORT"
		DB_ROOT_USER="$GIVEN_DB_USER" DB_ROOT_PASSWORD="$GIVEN_DB_PASSWORD"
	fi
	if [ -n "$GIVEN_CACHE" ]; then
		OWN_REDIS=0 REDIS_CACHE="$(redis_url "$GIVEN_CACHE")" REDIS_QUEUE="$(redis_url "$GIVEN_QUEUE")"
	fi
}

redis_url() { case "$1" in *://*) printf '%s' "$1" ;; *) printf 'redis://%s' "$1" ;; esac; }

# A port is chosen once and kept; when another program has taken it meanwhile, the next free one is. Each bench begins with
# ten ports of its own, by its folder: two benches whose servers rest are not given the same ones.
choose_ports() {
	local first
	first="$(first_port)"
	if [ "$OWN_DB" = 1 ]; then
		DB_HOST=127.0.0.1 DB_ROOT_USER=root
		DB_ROOT_PASSWORD="${DB_ROOT_PASSWORD:-$(random_word)}"
		service_up mariadb || DB_PORT="$(free_port "${DB_PORT:-$first}")"
	fi
	if [ "$OWN_REDIS" = 1 ]; then
		service_up redis_cache || REDIS_CACHE="redis://127.0.0.1:$(free_port "$(port_of "${REDIS_CACHE:-:$((first + 1))}")")"
		service_up redis_queue || REDIS_QUEUE="redis://127.0.0.1:$(free_port "$(port_of "${REDIS_QUEUE:-:$((first + 2))}")")"
	fi
	is_free "$STATE/run.lock" || return 0 # a running demo holds the ports below
	SOCKETIO_PORT="$(free_port "${SOCKETIO_PORT:-$((first + 3))}")"
	WEB_PORT="$(free_port "${WEB_PORT:-$((first + 4))}")"
	SMTP_PORT="$(free_port "${SMTP_PORT:-$((first + 5))}")"
	TEST_SMTP_PORT="$(free_port "${TEST_SMTP_PORT:-$((first + 6))}")"
}

# Below 32768, from where on the system gives ports to whoever connects.
first_port() { printf '%s' $((20000 + $(cksum <<<"$BENCH_DIR" | cut -d' ' -f1) % 900 * 10)); }

port_of() { printf '%s' "${1##*:}"; }

random_word() { head -c 30 /dev/urandom | base64 | tr -dc 'A-Za-z0-9'; }

save_settings() {
	local name file
	file="$(mktemp "$SERVICES/.settings.XXXXXX")" # mktemp makes it 600
	for name in OWN_DB DB_HOST DB_PORT DB_ROOT_USER DB_ROOT_PASSWORD OWN_REDIS REDIS_CACHE REDIS_QUEUE \
		SOCKETIO_PORT WEB_PORT SMTP_PORT TEST_SMTP_PORT; do
		printf '%s=%q\n' "$name" "${!name}" >>"$file"
	done
	[ "$(id -u)" != 0 ] || chown "$BENCH_USER:" "$file"
	mv "$file" "$SETTINGS"
}

write_configs() {
	as_bench env DB_HOST="$DB_HOST" DB_PORT="$DB_PORT" REDIS_CACHE="$REDIS_CACHE" REDIS_QUEUE="$REDIS_QUEUE" \
		SOCKETIO_PORT="$SOCKETIO_PORT" DEMO_SITE="$DEMO_SITE" python3 - <"$CLONE/scripts/common_config.py"
	[ "$OWN_REDIS" = 0 ] || write_redis_configs
	[ "$OWN_DB" = 0 ] || mariadb_config | as_bench tee "$SERVICES/my.cnf" >/dev/null
}

write_redis_configs() { # bench's own, from the ports in common_site_config.json
	[ "$(redis_port redis_cache) $(redis_port redis_queue)" = "$(port_of "$REDIS_CACHE") $(port_of "$REDIS_QUEUE")" ] ||
		logged "bench could not write Redis' configuration" as_bench bench setup redis
}

mariadb_config() {
	cat <<-CONFIG
		[mariadbd]
		datadir=$SERVICES/mariadb
		socket=$SERVICES/run/mariadb.sock
		pid-file=$SERVICES/run/mariadb.pid
		port=$DB_PORT
		bind-address=127.0.0.1
		skip-name-resolve
		skip-log-bin
		character-set-server=utf8mb4
		collation-server=utf8mb4_unicode_ci
		innodb-buffer-pool-size=256M
		innodb-flush-log-at-trx-commit=2
		innodb-read-only-compressed=OFF
		max-allowed-packet=64M
		tmpdir=$SERVICES/run
	CONFIG
}

make_database() {
	say "an own MariaDB in $SERVICES/mariadb, 127.0.0.1:$DB_PORT"
	rm -rf "$SERVICES/mariadb"
	own_dir "$SERVICES/mariadb"
	logged "mariadb-install-db failed" as_bench mariadb-install-db --no-defaults \
		--datadir="$SERVICES/mariadb" --tmpdir="$SERVICES/run" --auth-root-authentication-method=normal --skip-test-db
	# the first start sets the password, before any port is open
	as_bench tee "$SERVICES/run/first.sql" >/dev/null <<-SQL
		DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host NOT IN ('localhost', '127.0.0.1'));
		FLUSH PRIVILEGES;
		ALTER USER root@localhost IDENTIFIED BY '$DB_ROOT_PASSWORD';
		ALTER USER root@'127.0.0.1' IDENTIFIED BY '$DB_ROOT_PASSWORD';
		SHUTDOWN;
	SQL
	logged "MariaDB did not start" as_bench timeout 120 mariadbd --defaults-file="$SERVICES/my.cnf" \
		--skip-networking --init-file="$SERVICES/run/first.sql"
	rm -f "$SERVICES/run/first.sql"
}

service_up() {
	case "$1" in
	mariadb) admin_mariadb ping ;;
	redis_*) # ours only if it works in our folder
		[ -e "$BENCH_DIR/config/$1.conf" ] &&
			[ "$(timeout 5 redis-cli -p "$(redis_port "$1")" config get dir 2>/dev/null | tail -n 1)" = "$BENCH_DIR/config/pids" ]
		;;
	esac
}

redis_port() { sed -n 's/^port //p' "$BENCH_DIR/config/$1.conf" 2>/dev/null || true; }

service_command() {
	case "$1" in
	mariadb) echo mariadbd --defaults-file="$SERVICES/my.cnf" ;;
	redis_*) echo redis-server "config/$1.conf" ;;
	esac
}

wanted_services() {
	[ "$OWN_DB" = 0 ] || echo mariadb
	[ "$OWN_REDIS" = 0 ] || printf '%s\n' redis_cache redis_queue
}

start_services() {
	local name
	for name in $(wanted_services); do
		service_up "$name" || start_service "$name"
	done
	for name in $(wanted_services); do
		wait_for "$name"
	done
}

start_service() {
	# the log is opened by the bench's user, who writes to it next time
	# shellcheck disable=SC2046,SC2016  # the command's words; $0 and $@ are the inner shell's
	(as_bench bash -c 'exec setsid nohup "$@" >>"$0" 2>&1' "logs/$1.log" $(service_command "$1") </dev/null >/dev/null 2>&1 7>&- 8>&- 9>&- &)
}

wait_for() {
	local tries=0
	until service_up "$1"; do
		tries=$((tries + 1))
		[ "$tries" -le 300 ] || die "$1 did not start: see $BENCH_DIR/logs/$1.log"
		sleep 0.1
	done
}

stop_service() {
	service_up "$1" || return 0
	case "$1" in
	mariadb) admin_mariadb shutdown || true ;;
	redis_*) redis-cli -p "$(redis_port "$1")" shutdown nosave >/dev/null 2>&1 || true ;;
	esac
	while service_up "$1"; do sleep 0.1; done
}

admin_mariadb() {
	MYSQL_PWD="$DB_ROOT_PASSWORD" as_bench mariadb-admin --no-defaults -uroot --socket="$SERVICES/run/mariadb.sock" "$1" >/dev/null 2>&1
}

stop_services() {
	local name
	[ -e "$SETTINGS" ] || return 0
	load_settings
	for name in "${OWN_SERVICES[@]}"; do stop_service "$name"; done
}

# After a command: stops the services that it started, unless another command uses them.
leave_services() {
	local lock
	[ ! -e "$STATE/keep-services" ] || return 0
	for lock in "$STATE/run.lock" "$STATE/test.lock"; do
		[ "$lock" = "${HELD:-}" ] || is_free "$lock" || return 0
	done
	stop_services
}

services_main() {
	case "${1:-}" in
	start)
		ensure_bench
		start_services
		touch "$STATE/keep-services"
		;;
	stop)
		rm -f "$STATE/keep-services"
		stop_services
		;;
	status)
		load_settings
		for name in $(wanted_services); do service_up "$name" && echo "$name up" || echo "$name down"; done
		;;
	*) die "scripts/services.sh start|stop|status" ;;
	esac
}

if [ "${BASH_SOURCE[0]}" = "$0" ] && ! declare -F die >/dev/null; then
	# shellcheck source=scripts/bench.sh
	source "$(dirname "${BASH_SOURCE[0]}")/bench.sh"
	services_main "$@"
fi
