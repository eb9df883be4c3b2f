#!/usr/bin/env bash
# Settings and functions that all commands share. Sourced, never run.
# shellcheck disable=SC2034  # what is set here is used by the scripts that source it
set -Eeuo pipefail
trap 'printf "contact-center: %s line %s failed: %s\n" "${BASH_SOURCE[0]##*/}" "$LINENO" "$BASH_COMMAND" >&2' ERR
umask 022

CLONE="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
APP_NAME=contact_center
CALLED="${CALLED:-make $(basename "$0" .sh)}" # what the caller can repeat
DEMO_SITE=contact-center.localhost
TEST_SITE=test.contact-center.localhost
FRAPPE_SOURCE="${FRAPPE_PATH:-https://github.com/frappe/frappe}"

if [ "$(id -u)" = 0 ]; then # bench refuses root: a user of its own does the work
	BENCH_USER="${BENCH_USER:-contact-center}"
	BENCH_HOME="$(getent passwd "$BENCH_USER" | cut -d: -f6 || true)"
	BENCH_HOME="${BENCH_HOME:-/home/$BENCH_USER}"
	BENCH_DIR="${BENCH_DIR:-$BENCH_HOME/bench}"
else
	BENCH_USER="$(id -un)"
	BENCH_HOME="$HOME"
	BENCH_DIR="${BENCH_DIR:-$HOME/contact-center-bench}"
fi
BENCH_DIR="$(realpath -m "$BENCH_DIR")"
TOOLS="$BENCH_DIR/tools"
SERVICES="$BENCH_DIR/services"
STATE="$BENCH_DIR/state"
APP="$BENCH_DIR/apps/$APP_NAME"
LOG="$BENCH_DIR/logs/setup.log"
export BENCH_DIR

say() { printf '==> %s\n' "$*"; }

# die "the fault: its cure" ["what works all the same"]: prints one line and exits. REASON_FILE lets `make test` give the
# first as its reason to skip.
die() {
	printf 'contact-center: %s\n' "$*" >&2
	[ -z "${REASON_FILE:-}" ] || printf '%s\n' "$1" >"$REASON_FILE"
	exit "${DIE_WITH:-1}"
}

BUSY=4 # how a call ends that another one keeps from a bench: it can be had, but not now

# Runs a command as the bench's user, in the bench's folder, the bench's tools first on PATH.
as_bench() {
	bench_prefix
	"${PREFIX[@]}" "$@"
}

exec_as_bench() {
	bench_prefix
	exec "${PREFIX[@]}" "$@"
}

bench_prefix() {
	PREFIX=()
	if [ "$(id -u)" = 0 ]; then
		PREFIX=(setpriv --reuid "$BENCH_USER" --regid "$(id -g "$BENCH_USER")" --init-groups)
	fi
	PREFIX+=(env -C "$BENCH_DIR"
		-u MAKEFLAGS -u MAKELEVEL -u MFLAGS -u XDG_CONFIG_HOME -u XDG_CACHE_HOME -u XDG_RUNTIME_DIR
		HOME="$BENCH_HOME" USER="$BENCH_USER" LOGNAME="$BENCH_USER" PATH="$(bench_path)")
}

bench_path() { printf '%s' "$TOOLS/venv/bin:$TOOLS/bin:$TOOLS/node/node_modules/.bin:$PATH:/usr/sbin:/sbin"; }

# logged "what failed and what to do" COMMAND...: the output goes to the log, its end is shown on failure.
logged() {
	local complaint="$1"
	shift
	printf '\n$ %s\n' "$*" >>"$LOG"
	"$@" >>"$LOG" 2>&1 </dev/null && return
	tail -n 15 "$LOG" | tr '\r' '\n' | tail -n 15 | sed 's/^/    /' >&2
	die "$complaint (everything it said: $LOG)"
}

own_dir() { # makes folders that belong to the bench's user
	if [ "$(id -u)" = 0 ]; then install -d -o "$BENCH_USER" -g "$(id -g "$BENCH_USER")" "$@"; else mkdir -p "$@"; fi
}

# take_lock FD FILE: holds it until the descriptor closes; false when another call holds it.
take_lock() {
	eval "exec $1>>\"\$2\""
	flock -n "$1" && HELD="$2"
}

is_free() { # is_free LOCKFILE: nobody holds it now
	[ ! -e "$1" ] || flock -n -s "$1" true # shared: askers do not see each other
}

port_in_use() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() { # the first free port from $1 on, in steps that lead past a bench's own others
	local port="$1"
	while port_in_use "$port"; do port=$((port + 10)); done
	printf '%s' "$port"
}
