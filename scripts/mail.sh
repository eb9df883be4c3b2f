#!/usr/bin/env bash
# `make mail`: the newest letters that the demo site has sent to its mail sink. N=3 for more than one.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ -d "$SERVICES/mail" ] || die "there are no letters yet: make run, and let the site send one"
python3 "$CLONE/scripts/mail.py" "$SERVICES/mail" "${N:-1}"
