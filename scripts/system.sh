#!/usr/bin/env bash
# What the machine must have: packages, Python, Node, disk, a user for the bench. Sourced.

# "command:package": the package is installed when the command is missing; of servers that exist elsewhere, none is
system_needs() {
	[ -n "$GIVEN_DB_HOST" ] || echo mariadbd:mariadb-server
	[ -n "$GIVEN_CACHE" ] || echo redis-server:redis-server redis-cli:redis-tools
	echo mariadb:mariadb-client node:nodejs npm:npm rsync:rsync gcc:gcc pkg-config:pkg-config
}

ensure_git() { command -v git >/dev/null || install_packages git; }

ensure_system() {
	local pair path missing=() languages=()
	path="$(node_place):$(bench_path)"
	for pair in $(system_needs); do
		PATH="$path" command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
	done
	find_python >/dev/null || read -r -a languages <<<"$(python_packages)"
	# report what no package can provide before anything is installed
	[ "${#languages[@]}" -gt 0 ] || [[ " ${missing[*]} " == *" nodejs "* ]] || check_languages
	install_packages "${missing[@]}" "${languages[@]}"
	check_languages
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

# What brings a Python that fits, where the packages know one: the machine's own without its venv module, or another.
python_packages() {
	local minor own
	[ -z "${PYTHON:-}" ] || return 0
	own="$(as_user /usr/bin/python3 -c 'import platform; print(platform.python_version())' 2>/dev/null)" || own=none
	if [ "$own" = none ] || version_fits "$own" "$WANTED_PYTHON"; then
		echo python3-venv python3-dev
		return
	fi
	for minor in {20..10}; do
		if version_fits "3.$minor" "$WANTED_PYTHON" && apt-cache show "python3.$minor-venv" >/dev/null 2>&1; then
			echo "python3.$minor-venv python3.$minor-dev"
			return
		fi
	done
}

# Checks whether the bench's user can run it: other users cannot enter root's own pyenv or nvm.
as_user() { BENCH_DIR=/ as_bench "$@"; }

# Reads WANTED_PYTHON and WANTED_NODE from the framework's own files before anything is made or installed.
read_source() { # read_source BRANCH
	local place from="$FRAPPE_SOURCE"
	[ ! -d "$from" ] || from="file://$(realpath "$from")"
	place="$(mktemp -d)"
	if ! GIT_TERMINAL_PROMPT=0 timeout "${SOURCE_TIMEOUT:-60}" git -c safe.directory='*' clone -q --depth 1 \
		--filter=tree:0 --no-checkout --branch "$1" -- "$from" "$place/frappe" >/dev/null 2>&1 </dev/null; then
		rm -rf "$place"
		die "Frappe's source $FRAPPE_SOURCE (branch $1) cannot be reached: name a clone that can, FRAPPE_PATH=/path/to/frappe $CALLED" \
			"(these work without it: make rehearsal, the regulation tried on a history; make test, all that needs no site; make lint)"
	fi
	WANTED_PYTHON="$(source_file pyproject.toml | sed -n 's/^requires-python *= *"\(.*\)".*/\1/p')"
	WANTED_NODE="$(source_file package.json | sed -n '/"engines"/,/}/s/.*"node" *: *"\([^"]*\)".*/\1/p')"
	rm -rf "$place"
}

source_file() { timeout "${SOURCE_TIMEOUT:-60}" git -c safe.directory='*' -C "$place/frappe" show "HEAD:$1" 2>/dev/null </dev/null || true; }

# Reports both in one line, so that nobody installs one and then reads that the other is missing.
check_languages() {
	local lacks=() names=()
	if ! find_python >/dev/null; then
		lacks+=("Python $WANTED_PYTHON with its venv module (user $BENCH_USER finds $(version_of python3 "${PYTHON:-python3}"))")
		names+=("PYTHON=/path/to/python3")
	fi
	if ! find_node >/dev/null; then
		lacks+=("Node $WANTED_NODE (user $BENCH_USER finds $(version_of node "${NODE:-node}"))")
		names+=("NODE=/path/to/node")
	fi
	[ "${#lacks[@]}" = 0 ] ||
		die "Frappe ${FRAPPE_BRANCH:-$DEFAULT_BRANCH} needs $(joined ' and ' "${lacks[@]}"): install it where that user can run it, or name what you have, ${names[*]} $CALLED"
}

joined() { # joined SEPARATOR WORD...
	local result="$2" separator="$1"
	shift 2
	while [ $# -gt 0 ]; do result+="$separator$1" && shift; done
	printf '%s' "$result"
}

find_python() {
	local candidate version
	while read -r candidate; do
		version="$(as_user "$candidate" -c 'import ensurepip, venv, platform; print(platform.python_version())' 2>/dev/null </dev/null)" || continue
		version_fits "$version" "$WANTED_PYTHON" || continue
		printf '%s' "$candidate"
		return
	done < <(candidates "${PYTHON:-}" /usr/bin/python3 python3 python3.{20..10} {/usr/local,/opt/python*,/opt/*/python*}/bin/python3.{20..10} \
		"$BENCH_HOME"/{.pyenv/versions,.local/share/uv/python,.local/share/mise/installs/python,.asdf/installs/python}/*/bin/python3)
	return 1
}

find_node() {
	local candidate version
	while read -r candidate; do
		version="$(as_user "$candidate" --version 2>/dev/null </dev/null)" || continue
		version_fits "${version#v}" "$WANTED_NODE" || continue
		printf '%s' "$candidate"
		return
	done < <(candidates "${NODE:-}" node /usr/bin/node {/usr/local,/opt/node*,/opt/*/node*,/usr/local/n/versions/node/*}/bin/node \
		"$BENCH_HOME"/{.nvm/versions/node,.local/share/mise/installs/node,.asdf/installs/nodejs}/*/bin/node)
	return 1
}

node_place() { # the folder of the Node that fits, where its npm is too
	# shellcheck disable=SC2016  # the inner shell's $0
	dirname "$(as_user sh -c 'command -v "$0"' "$(find_node)" 2>/dev/null || true)"
}

# The one that was named, and it alone; else those of the others that are there. A word without a slash is looked up
# on PATH.
candidates() {
	local each
	[ -z "$1" ] || { printf '%s\n' "$1" && return; }
	shift
	for each in "$@"; do
		case "$each" in */*) [ -x "$each" ] || continue ;; esac
		printf '%s\n' "$each"
	done
}

version_of() { # version_of KIND COMMAND
	local said
	said="$(as_user "$2" --version 2>/dev/null)" || said=none
	said="${said##* }"
	printf '%s' "${said:-none}"
	[ "$2" = "$1" ] || printf ', %s' "$2"
}

# version_fits 3.14.1 ">=3.10,<3.13": the comparisons that pyproject.toml and package.json use; of another kind: true
version_fits() {
	local part bound
	for part in ${2//,/ }; do
		bound="${part##*[<>=]}"
		case "$part" in
		'>='*) at_least "$1" "$bound" ;;
		'<'[0-9]*) ! at_least "$1" "$bound" ;;
		esac || return 1
	done
}

at_least() { [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$2" ]; }

check_disk() {
	local place="$BENCH_DIR" need="${MIN_FREE_MB:-3072}" free
	while [ ! -d "$place" ]; do place="$(dirname "$place")"; done
	free="$(df --output=avail -m "$place" | tail -n 1 | tr -d ' ')"
	[ "$free" -ge "$need" ] ||
		die "the disk of $BENCH_DIR has $free MB free, a bench needs $need MB: free some, or name a folder on a larger disk: BENCH_DIR=/path $CALLED"
}

# Frappe prints PDF with it; asked for once a bench. Not every system has it: the site then names the cure.
ensure_printer() {
	[ ! -e "$STATE/printer" ] || return 0
	own_dir "$STATE"
	as_bench touch "$STATE/printer"
	! command -v wkhtmltopdf >/dev/null || return 0
	if apt-cache show wkhtmltopdf >/dev/null 2>&1; then
		(install_packages wkhtmltopdf fonts-dejavu-core) && return
	fi
	say "no wkhtmltopdf here: pages print from the browser, but not as PDF"
}

ensure_chromium() {
	CHROMIUM="${CHROMIUM:-$(command -v chromium || command -v google-chrome || true)}"
	if [ -z "$CHROMIUM" ] && grep -qs '^ID=debian' /etc/os-release; then
		install_packages chromium fonts-noto-core
		CHROMIUM="$(command -v chromium)"
	fi
	export CHROMIUM # empty: Ubuntu's chromium is a snap, Playwright then brings its own
}
