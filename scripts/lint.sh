#!/usr/bin/env bash
# `make lint`: ruff for Python, shellcheck for the scripts, import-linter for who may import whom, mypy for the
# types of the rules and the readers. Silent where all is well. Needs neither bench nor site.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=scripts/plain_venv.sh
source "$CLONE/scripts/plain_venv.sh"

check() { # check TOOL ARGUMENT...: what it says is shown where it fails
	local said
	said="$("$PLAIN_VENV/bin/$1" "${@:2}" 2>&1)" && return
	printf '%s\n' "$said" >&2
	FAILED+=("$1")
}

FAILED=()
ensure_plain_venv lint dependency-groups.lint
cd "$CLONE"
check ruff check --quiet --output-format concise .
check ruff format --check .
check shellcheck -x .ci/run scripts/*.sh
check lint-imports --no-logo
check mypy --no-error-summary
[ ${#FAILED[@]} = 0 ] || die "lint: ${FAILED[*]} found what must change"
say "lint: clean"
