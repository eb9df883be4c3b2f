#!/usr/bin/env bash
# Makes the bench (Frappe, its Python and Node packages, own MariaDB and Redis) where it is missing.
# Run: `make bench`. Sourced by the other commands for ensure_bench.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=scripts/system.sh
source "$CLONE/scripts/system.sh"
# shellcheck source=scripts/services.sh
source "$CLONE/scripts/services.sh"
# shellcheck source=scripts/app.sh
source "$CLONE/scripts/app.sh"

MARKER="$BENCH_DIR/.contact-center-bench" # "building", then "ready BRANCH"
DEFAULT_BRANCH="version-15"

ensure_bench() {
	if ! is_ready; then
		check_place
		check_disk
		ensure_git
		read_source "${FRAPPE_BRANCH:-$DEFAULT_BRANCH}" # before anything else is made or installed
		ensure_user
		ensure_system
	fi
	take_lock 9 "$(lock_file)" || wait_for_set_up
	is_ready || build_bench
	check_branch
	! amend_air_datepicker || build_assets
	ensure_printer
	ensure_services_config
}

wait_for_set_up() {
	refuse_while_another_clone_runs run # it will still run then
	say "waiting for another call that sets up $BENCH_DIR; or stop this with Ctrl-C and $(beside)"
	flock -x 9
}

is_ready() { grep -qs '^ready' "$MARKER"; }

lock_file() { # also makes the folder, since the lock lives in it
	if [ ! -d "$BENCH_DIR" ]; then own_dir "$BENCH_DIR"; fi
	printf '%s' "$BENCH_DIR/.setup.lock"
}

release_setup() { exec 9>&-; }

check_place() {
	[ -d "$BENCH_DIR" ] || return 0
	[ ! -e "$MARKER" ] || return 0
	[ -z "$(find "$BENCH_DIR" -mindepth 1 ! -name .setup.lock -print -quit)" ] ||
		die "BENCH_DIR=$BENCH_DIR holds something that this command did not make: name another folder, BENCH_DIR=/path $CALLED"
}

check_branch() {
	local made
	made="$(cut -d' ' -f2 "$MARKER")"
	[ "${FRAPPE_BRANCH:-$made}" = "$made" ] ||
		die "the bench in $BENCH_DIR is made of $made, not $FRAPPE_BRANCH: name another folder, BENCH_DIR=/path $CALLED"
}

build_bench() {
	local branch="${FRAPPE_BRANCH:-$DEFAULT_BRANCH}"
	say "a bench in $BENCH_DIR, Frappe $branch, user $BENCH_USER; this takes some minutes, once"
	clear_remainder
	own_dir "$BENCH_DIR" "$TOOLS" "$BENCH_DIR/logs" "$STATE"
	as_bench true 2>/dev/null || die "user $BENCH_USER cannot enter $BENCH_DIR: name a folder that it can, BENCH_DIR=/path $CALLED"
	echo building >"$MARKER"
	: >"$LOG"
	link_node
	install_tools
	fetch_source "$branch"
	mirror_air_datepicker
	init_bench "$branch"
	amend_air_datepicker || true
	build_assets
	rm -rf "$TOOLS/source"
	echo "ready $branch" >"$MARKER"
	say "the bench is made"
}

# Removes the folder of an interrupted set-up, which is marked "building".
clear_remainder() {
	[ -e "$MARKER" ] || return 0
	say "clearing what an earlier try left in $BENCH_DIR"
	stop_services
	find "$BENCH_DIR" -mindepth 1 -maxdepth 1 ! -name .setup.lock -exec rm -rf {} +
}

# Links the Node that fits into the bench: another one may come first on PATH.
link_node() {
	local place name
	place="$(node_place)"
	own_dir "$TOOLS/bin"
	for name in node npm npx; do
		[ ! -x "$place/$name" ] || as_bench ln -sfn "$place/$name" "$TOOLS/bin/$name"
	done
}

install_tools() {
	local python wanted
	python="$(find_python)"
	say "bench, honcho and a mail sink in $TOOLS"
	logged "the tools' virtual environment could not be made" as_bench "$python" -m venv "$TOOLS/venv"
	mapfile -t wanted < <(required_by "$TOOLS/venv/bin/python" dependency-groups.tools)
	logged "pip could not install ${wanted[*]}: is the package index reachable?" \
		as_bench "$TOOLS/venv/bin/pip" install -q "${wanted[@]}"
	logged "npm could not install yarn: is the npm registry reachable?" \
		as_bench npm install --silent --no-fund --no-audit --prefix "$TOOLS/node" "$(from_npm yarn)"
}

from_npm() { required_by "$TOOLS/venv/bin/python" tool.contact_center.npm | grep "^$1@"; }

# Cloned by the caller: the bench's user may not be able to read a local FRAPPE_PATH.
fetch_source() {
	say "Frappe from $FRAPPE_SOURCE"
	local from="$FRAPPE_SOURCE"
	[ ! -d "$from" ] || from="file://$(realpath "$from")" # so that depth counts for a local clone too
	logged "Frappe could not be cloned from $FRAPPE_SOURCE" \
		git -c safe.directory='*' clone -q --depth 1 --branch "$1" -- "$from" "$TOOLS/source/frappe"
	[ "$(id -u)" != 0 ] || chown -R "$BENCH_USER:" "$TOOLS/source"
}

# Frappe's yarn.lock takes air-datepicker from GitHub: version 15 as an archive, version 16 with git. Where that host is
# closed, yarn finds the same version from npm in its offline mirror, under the name and in the form that it gives each.
mirror_air_datepicker() {
	local resolved mirror="$TOOLS/yarn-mirror" wanted package
	wanted="$(from_npm air-datepicker)"
	package="${wanted/@/-}.tgz" # the name that npm gives it
	resolved="$(sed -n 's/^ *resolved "\([^"]*air-datepicker[^"]*\)".*/\1/p' "$TOOLS/source/frappe/yarn.lock" | head -n 1)"
	own_dir "$mirror" # yarn needs the folder even if it is empty
	[ -n "$resolved" ] || return 0
	! github_reachable "$resolved" || return 0
	say "$wanted from npm: GitHub cannot be reached"
	logged "npm could not fetch $wanted" as_bench npm pack --silent --pack-destination "$mirror" "$wanted"
	case "$resolved" in
	git+*) repack "$mirror/$package" "$mirror/air-datepicker-${resolved##*#}" ;;
	*) as_bench mv "$mirror/$package" "$mirror/$(basename "${resolved%%#*}")" ;;
	esac
	as_bench chmod -R a+rX "$mirror"
}

repack() { # repack PACKED_BY_NPM AS_GIT_ARCHIVES_IT: not compressed, without the folder "package"
	own_dir "$2.unpacked"
	as_bench tar -xzf "$1" --strip-components=1 -C "$2.unpacked"
	as_bench tar -cf "$2" -C "$2.unpacked" .
	rm -rf "$1" "$2.unpacked"
}

github_reachable() { # github_reachable ADDRESS, as yarn.lock writes it
	case "$1" in
	git+*) as_bench env GIT_TERMINAL_PROMPT=0 timeout 20 git ls-remote --exit-code "$(sed 's/^git+//; s/#.*//' <<<"$1")" >/dev/null 2>&1 </dev/null ;;
	*) archive_reachable "${1%%#*}" ;;
	esac
}

archive_reachable() {
	as_bench python3 - "$1" 2>/dev/null <<-'PYTHON'
		import sys, urllib.request
		urllib.request.urlopen(urllib.request.Request(sys.argv[1], method="HEAD"), timeout=10)
	PYTHON
}

init_bench() {
	local python wanted
	python="$(find_python)"
	say "bench init: Frappe's Python and Node packages"
	logged "bench init failed; call again once the cause below is mended" as_bench env \
		YARN_YARN_OFFLINE_MIRROR="$TOOLS/yarn-mirror" \
		bench init --ignore-exist --no-backups --skip-assets --python "$python" \
		${GIVEN_CACHE:+--skip-redis-config-generation} \
		--frappe-path "$TOOLS/source/frappe" --frappe-branch "$1" "$BENCH_DIR"
	logged "git could not name Frappe's origin" as_bench git -C apps/frappe remote set-url upstream "$FRAPPE_SOURCE"
	mapfile -t wanted < <(required_by env/bin/python dependency-groups.bench)
	logged "pip could not install ${wanted[*]}" as_bench env/bin/python -m pip install -q "${wanted[@]}"
}

build_assets() {
	say "Frappe's assets"
	logged "bench build failed" as_bench bench build --app frappe --production
}

# Of npm's air-datepicker; Frappe's own copy of it needs nothing.
amend_air_datepicker() { # fails where there is nothing to amend
	local script="$BENCH_DIR/apps/frappe/node_modules/air-datepicker/dist/js/datepicker.min.js"
	[ -f "$script" ] || return 1
	! grep -q econds "$script" || return 1
	as_bench tee -a "$script" <"$CLONE/scripts/air_datepicker_seconds.js" >/dev/null
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
	ensure_bench
	[ "${1:-}" != --no-code ] || exit 0 # only whether a bench can be had
	use_this_clone
	say "ready: $BENCH_DIR with the code of $CLONE; next: make run"
fi
