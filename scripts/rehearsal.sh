#!/usr/bin/env bash
# `make rehearsal`: the command `contact-center` of this clone in a virtual environment of its own, tried on the
# demo city's history. Needs neither bench nor site. ARGS go to `contact-center rehearse`.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=scripts/plain_venv.sh
source "$CLONE/scripts/plain_venv.sh"

VENV="$PLAIN_VENVS/rehearsal"
PAGE="$PLAIN_VENVS/rehearsal.html"
read -r -a MORE <<<"${ARGS:-}"

# Of everything that is installed: another clone, or a change in this one, is installed anew.
fingerprint() {
	find "$CLONE/contact_center/"{regulation,reading,words,locale,rehearsal,policy,demo/policy} "$CLONE/pyproject.toml" -type f \
		-not -path '*/__pycache__/*' -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16
}

install_command() {
	local print
	print="$(fingerprint)"
	[ "$(cat "$VENV/.installed" 2>/dev/null)" != "$print" ] || return 0
	say "the command contact-center, in $VENV"
	ensure_plain_venv rehearsal project.optional-dependencies.rehearsal
	"$VENV/bin/python" -m pip install -q --force-reinstall --no-deps "$CLONE" ||
		die "pip could not install the command: is the package index reachable? Then call again."
	echo "$print" >"$VENV/.installed"
}

install_command
"$VENV/bin/contact-center" rehearse "$CLONE/demo/requests.csv" --html "$PAGE" "${MORE[@]}"
