#!/usr/bin/env bash
# `make audit`: what is known against the packages that this clone asks for, and those of the bench where there is one:
# pip-audit for Python's, npm audit for npm's. Ends 0 where nothing is known, 1 where something is, 3 where nobody could
# be asked. Not part of what a change must pass: the answer changes without the code.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=scripts/plain_venv.sh
source "$CLONE/scripts/plain_venv.sh"

SECONDS_EACH="${SECONDS_EACH:-300}"

main() {
	local place known=0 unasked=0
	WORK="$(mktemp -d)"
	trap 'rm -rf "$WORK"' EXIT
	collect_places
	for place in "${PLACES[@]}"; do count_result audit_python "$place"; done
	count_result audit_npm
	[ "$known" = 0 ] || die "audit: something is known against what stands above: raise its floor in pyproject.toml; of the bench's packages, bench update"
	if [ "$unasked" != 0 ]; then
		printf 'contact-center: audit: the service that knows could not be asked (see above): call again where it can be reached\n' >&2
		exit 3
	fi
	say "audit: nothing is known against any of them"
}

count_result() { # count_result COMMAND...: 0 nothing known, 1 something known, else nobody could be asked
	local result=0
	"$@" || result=$?
	case "$result" in 0) ;; 1) known=1 ;; *) unasked=1 ;; esac
}

collect_places() {
	PLACES=()
	ensure_plain_venv lint dependency-groups.lint && PLACES+=("$PLAIN_VENV")
	ensure_plain_venv tests dependency-groups.tests project.optional-dependencies.rehearsal && PLACES+=("$PLAIN_VENV")
	[ ! -x "$BENCH_DIR/env/bin/python" ] || PLACES+=("$BENCH_DIR/env")
	[ ! -x "$TOOLS/venv/bin/python" ] || PLACES+=("$TOOLS/venv")
	ensure_plain_venv audit dependency-groups.audit
}

audit_python() {
	say "pip-audit: $1"
	rm -f "$WORK/report"
	timeout "$SECONDS_EACH" "$PLAIN_VENV/bin/pip-audit" --progress-spinner off --timeout 15 --format json --output "$WORK/report" \
		--path "$(echo "$1"/lib/python3*/site-packages)" >"$WORK/said" 2>&1 </dev/null || true
	read_report pip
}

audit_npm() {
	say "npm audit: what the scripts take from npm"
	command -v npm >/dev/null || { echo "    npm is not installed here" && return 3; }
	"$PLAIN_VENV/bin/python" "$CLONE/scripts/audit_report.py" manifest 3<"$CLONE/pyproject.toml" >"$WORK/package.json"
	(cd "$WORK" && timeout "$SECONDS_EACH" npm install --package-lock-only --ignore-scripts --no-audit --no-fund &&
		timeout "$SECONDS_EACH" npm audit --json >"$WORK/report") >"$WORK/said" 2>&1 </dev/null || true
	read_report npm
}

read_report() { "$PLAIN_VENV/bin/python" "$CLONE/scripts/audit_report.py" "$1" "$WORK/report" "$WORK/said"; }

main "$@"
