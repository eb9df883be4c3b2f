#!/usr/bin/env bash
# A small virtual environment for what needs no bench: lint, and tests without a site. Sourced after lib.sh.
PLAIN_VENV="${XDG_CACHE_HOME:-$HOME/.cache}/contact-center/venv"

ensure_plain_venv() { # ensure_plain_venv PACKAGE...
	local stamp="$PLAIN_VENV/.packages-$1"
	[ "$(cat "$stamp" 2>/dev/null)" != "$*" ] || return 0
	say "a virtual environment in $PLAIN_VENV: $*"
	[ -x "$PLAIN_VENV/bin/pip" ] || "${PYTHON:-python3}" -m venv "$PLAIN_VENV" ||
		die "python3 with its venv module is needed: apt-get install python3-venv"
	"$PLAIN_VENV/bin/pip" install -q "$@" || die "pip could not install $*: is the package index reachable?"
	echo "$*" >"$stamp"
}
