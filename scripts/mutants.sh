#!/usr/bin/env bash
# `make mutants`: mutmut breaks the rules of contact_center/regulation in small ways, one at a time, and runs the tests
# of tests/regulation that call the broken function: a mutant that survives is a rule that no test holds. Needs neither
# bench nor site. The next call goes on where this one stopped: it tries new code, what was not tried yet and, where a
# test has changed, the survivors. MINUTES (default 20) bounds a call; MODULE=facts tries one module; FRESH=1 forgets.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=scripts/plain_venv.sh
source "$CLONE/scripts/plain_venv.sh"

WORK="${XDG_CACHE_HOME:-$HOME/.cache}/contact-center/mutants-$(printf '%s' "$CLONE" | sha256sum | cut -c1-8)"

mutmut() { env -C "$WORK" PYTHONDONTWRITEBYTECODE=1 "$PLAIN_VENV/bin/mutmut" "$@"; }

lay_out() { # mutmut copies what lies here below mutants/ and never takes a file away, nor replaces one
	[ "${FRESH:-}" != 1 ] || rm -rf "$WORK"
	grep -qs 'files mutated' "$WORK/log" || rm -rf "$WORK/mutants" # stopped before all mutants were written
	mkdir -p "$WORK/mutants"
	ln -sfnt "$WORK" "$CLONE/contact_center" "$CLONE/tests" "$CLONE/demo" "$CLONE/docs" "$CLONE/pyproject.toml"
	rm -rf "$WORK/mutants/"{tests,demo,docs}
	find "$WORK/mutants" -mindepth 2 -maxdepth 2 -path '*/contact_center/*' -not -name regulation -exec rm -rf {} +
}

tests_fingerprint() { find "$CLONE/tests/regulation" -name '*.py' -print0 | sort -z | xargs -0 sha256sum | sha256sum; }

survivors() { mutmut results | sed -n "s/^ *\(contact_center\.regulation\.${MODULE:-[^.]*}\..*\): survived$/\1/p"; }

try() { # try MUTANT...: those, or what was not tried yet
	local result=0
	mutmut_for "$@" >"$WORK/log" 2>&1 </dev/null || result=$?
	case "$result" in 124 | 137) die "the time is over: call make mutants again, it goes on from here; or give it MINUTES=60" ;; esac
	[ "$result" = 0 ] || {
		tr '\r' '\n' <"$WORK/log" | tail -n 20 >&2
		die "mutmut could not work (everything it said: $WORK/log); FRESH=1 make mutants begins anew"
	}
}

mutmut_for() {
	env -C "$WORK" PYTHONDONTWRITEBYTECODE=1 timeout --signal INT --kill-after 20 "${MINUTES:-20}m" \
		"$PLAIN_VENV/bin/mutmut" run --max-children "$(nproc)" "$@"
}

try_survivors() { # with other tests they may not survive
	local again
	mapfile -t again < <(survivors)
	[ ${#again[@]} = 0 ] || try "${again[@]}"
}

report() {
	mutmut results --all true | awk -F '[.:] *' '
		{ status = $NF == "timeout" ? "killed" : $NF == "survived" || $NF == "killed" ? $NF : "not tried" }
		{ modules[$3]; count[$3, status]++; total[status]++ }
		END {
			form = "%-18s %5d killed %4d survived %4d not tried\n"
			for (each in modules)
				printf form, each, count[each, "killed"], count[each, "survived"], count[each, "not tried"] | "sort"
			close("sort")
			printf form, "all", total["killed"], total["survived"], total["not tried"]
		}'
	survivors | while read -r name; do
		printf '## %s\n' "$name"
		mutmut show "$name" | grep '^[-+]' | grep -vE '^(---|\+\+\+) '
	done >"$WORK/survivors"
	say "what survived, line by line: $WORK/survivors"
}

ensure_plain_venv mutants dependency-groups.mutants dependency-groups.tests project.optional-dependencies.rehearsal
mkdir -p "${WORK%/*}"
take_lock 7 "$WORK.lock" || die "another make mutants is at work on this clone"
lay_out
say "mutants of the rules: the first call takes some minutes"
PRINT="$(tests_fingerprint)"
if [ -n "${MODULE:-}" ]; then
	try "contact_center.regulation.$MODULE.*"
else
	[ "$(cat "$WORK/tested-with" 2>/dev/null)" = "$PRINT" ] || try_survivors
	try
	echo "$PRINT" >"$WORK/tested-with"
fi
report
