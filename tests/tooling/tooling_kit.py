"""Name the clone's folder, and the settings that a test of its commands must not inherit."""

from pathlib import Path

CLONE = Path(__file__).parents[2]
# variables that `make test` sets for the real bench
OURS = (
	"BENCH_DIR",
	"FRAPPE_PATH",
	"FRAPPE_BRANCH",
	"PORT",
	"PYTHON",
	"NODE",
	"ARGS",
	"FRESH",
	"YES",
	"REQUIRE_BENCH",
)
OURS += (
	"CONTACT_CENTER_BENCH",
	"CONTACT_CENTER_NO_BENCH",
	"SITE",
	"MAKEFLAGS",
	"MAKELEVEL",
	"REASON_FILE",
	"CALLED",
	"SOCKETIO_PORT",
	"WEB_PORT",
	"SMTP_PORT",
	"TEST_SMTP_PORT",
	"DB_HOST",
	"DB_PORT",
	"REDIS_CACHE",
	"REDIS_QUEUE",
)
