# The commands of this clone; what each does stands in scripts/.
# Settings (environment or `make run PORT=8001`): BENCH_DIR, FRAPPE_BRANCH, FRAPPE_PATH, PORT, PYTHON, NODE,
# DB_HOST, DB_PORT, DB_ROOT_USER, DB_ROOT_PASSWORD, REDIS_CACHE, REDIS_QUEUE.
.PHONY: help run bench test lint reset mail benchmark rehearsal mutants audit attack backup-test chaos load
export

help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 18

run: ## from a clone to a contact centre on http://localhost:8000; Ctrl-C stops it
	@scripts/run.sh

bench: ## only the set-up that run and test share
	@scripts/bench.sh

test: ## every test, with the set-up it still needs; make test ARGS="-k name"
	@scripts/test.sh

lint: ## ruff, shellcheck, import-linter and mypy; needs no bench
	@scripts/lint.sh

mutants: ## which small faults in the rules no test would notice; make mutants MODULE=facts
	@scripts/mutants.sh

audit: ## what is known against the packages: pip-audit and npm audit; ends 3 where nobody can be asked
	@scripts/audit.sh

reset: ## drops the demo site and makes a fresh one; YES=1 answers the question
	@scripts/reset.sh

mail: ## the newest letters that the demo site sent, readable; make mail N=3
	@scripts/mail.sh

rehearsal: ## the regulation tried on the demo city's history: no server, no bench, a page to look at
	@scripts/rehearsal.sh

attack: ## attacks of a guest, a citizen, an executor on a site of its own; make attack ARGS="paths sql"
	@scripts/attack.sh

benchmark: ## documents and pages a second, on a site of its own
	@scripts/benchmark.sh

backup-test: ## a backup, restored under another name: rows, files, passwords and logins are the same
	@scripts/backup-test.sh

chaos: ## acts of all people while everything is killed: nothing lost, nothing twice; some ten minutes
	@scripts/chaos.sh

load: ## operators and 500 users of executors where 200,000 requests are stored; make load ARGS="--minutes 5 --factor 4 --explain"
	@scripts/load.sh
