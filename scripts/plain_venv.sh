#!/usr/bin/env bash
# Small virtual environments for what needs no bench: lint, tests without a site, mutants, audit. Sourced after lib.sh.
# shellcheck source=scripts/system.sh
source "$CLONE/scripts/system.sh"

PLAIN_VENVS="${XDG_CACHE_HOME:-$HOME/.cache}/contact-center"
OLDEST_PYTHON="$(sed -n 's/^requires-python *= *"\(.*\)".*/\1/p' "$CLONE/pyproject.toml")"

# ensure_plain_venv NAME TABLE...: PLAIN_VENV with what these tables of pyproject.toml require
ensure_plain_venv() {
	local name="$1" sum wanted
	shift
	PLAIN_VENV="$PLAIN_VENVS/$name"
	mkdir -p "$PLAIN_VENVS"
	exec 6>>"$PLAIN_VENV.lock"
	flock -n 6 || { say "waiting for another call that sets up $PLAIN_VENV" && flock 6; }
	is_made || make_plain_venv
	mapfile -t wanted < <("$PLAIN_VENV/bin/python" "$CLONE/scripts/requirements.py" "$@" 3<"$CLONE/pyproject.toml")
	sum="${wanted[*]}"
	if [ "$(cat "$PLAIN_VENV/.made")" != "$sum" ]; then
		say "Python packages in $PLAIN_VENV: $(printf '%s\n' "${wanted[@]}" | sed 's/[ ;=<>].*//' | sort -u | paste -sd ' ')"
		"$PLAIN_VENV/bin/python" -m pip install -q "${wanted[@]}" ||
			die "pip could not install what $* in pyproject.toml names: is the package index reachable? Then call again."
		echo "$sum" >"$PLAIN_VENV/.made"
	fi
	exec 6>&-
}

is_made() { [ -e "$PLAIN_VENV/.made" ] && "$PLAIN_VENV/bin/python" -c '' 2>/dev/null; }

make_plain_venv() { # whatever an interrupted call left is cleared
	local python
	python="$(plain_python)" || { [ -z "${PYTHON:-}" ] && install_packages python3-venv && python="$(plain_python)"; } ||
		die "Python $OLDEST_PYTHON with its venv module is needed, $(python_here) is here: install it, or name it, PYTHON=/path/to/python3 make ..."
	"$python" -m venv --clear "$PLAIN_VENV" || die "$python could not make a virtual environment in $PLAIN_VENV"
	: >"$PLAIN_VENV/.made"
}

python_here() { "${PYTHON:-python3}" -c 'import platform; print(platform.python_version())' 2>/dev/null || printf none; }

plain_python() {
	local each version
	for each in $(candidates "${PYTHON:-}" python3 /usr/bin/python3 python3.{20..10}); do
		version="$("$each" -c 'import ensurepip, venv, platform; print(platform.python_version())' 2>/dev/null)" || continue
		version_fits "$version" "$OLDEST_PYTHON" || continue
		printf '%s' "$each"
		return
	done
	return 1
}
