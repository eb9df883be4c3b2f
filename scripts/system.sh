#!/usr/bin/env bash
# What the machine must have: packages, Python, Node, disk, a user for the bench. Sourced.

# "command:package": the package is installed when the command is missing; of servers that exist elsewhere, none is
system_needs() {
	[ -n "$GIVEN_DB_HOST" ] || echo mariadbd:mariadb-server
	[ -n "$GIVEN_CACHE" ] || echo redis-server:redis-server redis-cli:redis-tools
	echo mariadb:mariadb-client node:nodejs npm:npm git:git rsync:rsync gcc:gcc pkg-config:pkg-config
}

ensure_system() {
	local pair missing=()
	ensure_user
	for pair in $(system_needs); do
		PATH="$(bench_path)" command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
	done
	[ -n "${PYTHON:-}" ] || find_python_quietly >/dev/null || missing+=(python3-venv python3-dev)
	install_packages "${missing[@]}"
	check_node
	find_python >/dev/null
}

install_packages() {
	[ $# -gt 0 ] || return 0
	command -v apt-get >/dev/null || die "missing on this machine: $*. Install them with its package manager, then call again."
	local -a root=()
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null || die "missing on this machine: $*. As root: apt-get install $*; then call again."
		root=(sudo)
	fi
	say "system packages: $*"
	"${root[@]}" apt-get update -qq || true # an old list often still does
	"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null ||
		die "apt-get could not install: $*. Install them by hand, then call again."
}

ensure_user() {
	[ "$(id -u)" = 0 ] || return 0
	id "$BENCH_USER" >/dev/null 2>&1 && return
	say "user $BENCH_USER (bench does not run as root)"
	useradd --system --create-home --home-dir "$BENCH_HOME" --shell /bin/bash "$BENCH_USER"
	chmod 755 "$BENCH_HOME"
}

# Whether the bench's user can run it is what counts: root's own pyenv or nvm is closed to others.
as_user() { BENCH_DIR=/ as_bench "$@"; }

check_node() {
	local version
	version="$(as_user node --version 2>/dev/null)" || version=none
	case "$version" in
	v1[89].* | v[2-9][0-9].*) ;;
	*) die "Node 18 or newer is needed, user $BENCH_USER finds: $version. Install it (for instance nodejs from Debian 12, Ubuntu 24.04 or NodeSource) or put it first on PATH, then call again." ;;
	esac
}

find_python_quietly() {
	local candidate
	for candidate in "${PYTHON:-}" /usr/bin/python3 python3.12 python3.11 python3.10 python3; do
		[ -n "$candidate" ] || continue
		as_user "$candidate" -c 'import sys, venv, ensurepip; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 12)); ' \
			2>/dev/null && printf '%s' "$candidate" && return
		[ "$candidate" != "${PYTHON:-}" ] || return 1
	done
	return 1
}

find_python() {
	find_python_quietly ||
		die "Python 3.10, 3.11 or 3.12 with its venv module is needed${PYTHON:+, PYTHON=$PYTHON is not that}. Install one (apt-get install python3 python3-venv) or name it: PYTHON=/path/to/python3.11 make run"
}

check_disk() {
	local place="$BENCH_DIR" need="${MIN_FREE_MB:-3072}" free
	while [ ! -d "$place" ]; do place="$(dirname "$place")"; done
	free="$(df --output=avail -m "$place" | tail -n 1 | tr -d ' ')"
	[ "$free" -ge "$need" ] ||
		die "the disk of $BENCH_DIR has $free MB free, a bench needs $need MB: free some, or name a folder on a larger disk: BENCH_DIR=/path make run"
}

check_source() {
	GIT_TERMINAL_PROMPT=0 timeout "${SOURCE_TIMEOUT:-60}" \
		git -c safe.directory='*' ls-remote --exit-code "$FRAPPE_SOURCE" "$1" >/dev/null 2>&1 </dev/null ||
		die "Frappe's source $FRAPPE_SOURCE (branch $1) cannot be reached: name a clone that can, FRAPPE_PATH=/path/to/frappe make run. Without a site these still work: make lint, and make test for the tests that need no site."
}

ensure_chromium() {
	CHROMIUM="${CHROMIUM:-$(command -v chromium || command -v google-chrome || true)}"
	if [ -z "$CHROMIUM" ] && grep -qs '^ID=debian' /etc/os-release; then
		install_packages chromium fonts-noto-core
		CHROMIUM="$(command -v chromium)"
	fi
	export CHROMIUM # empty: Ubuntu's chromium is a snap, Playwright then brings its own
}
