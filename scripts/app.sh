#!/usr/bin/env bash
# Makes the bench run the code of the clone that the command is called from. Sourced.

CODE_OF="$STATE/clone" # whose code the bench runs now

use_this_clone() {
	refuse_while_another_clone_runs run test
	if bench_user_reads_clone; then link_clone; else mirror_clone; fi
	put_on_python_path
	list_app
	as_bench tee "$CODE_OF" >/dev/null <<<"$CLONE"
	build_changed_assets
}

refuse_while_another_clone_runs() { # refuse_while_another_clone_runs run test
	local name
	[ -e "$CODE_OF" ] && [ "$(cat "$CODE_OF")" != "$CLONE" ] || return 0
	for name in "$@"; do
		[ "$STATE/$name.lock" = "${HELD:-}" ] || is_free "$STATE/$name.lock" ||
			DIE_WITH="$BUSY" die "$(who_runs "$name"): stop it there with Ctrl-C or wait for its end, or $(beside)"
	done
}

who_runs() { printf 'make %s of %s is at work in %s' "$1" "$(cat "$CODE_OF" 2>/dev/null || echo "another clone")" "$BENCH_DIR"; }

beside() { printf 'go on beside it in another bench, BENCH_DIR=%s-%s %s' "$BENCH_DIR" "$(basename "$CLONE")" "$CALLED"; }

# The user must be able to enter every parent folder too; otherwise find fails.
bench_user_reads_clone() {
	local closed
	closed="$(as_bench find "$CLONE/$APP_NAME" "$CLONE/scripts" "$CLONE/tests" ! -readable -print -quit 2>/dev/null)" &&
		[ -z "$closed" ]
}

link_clone() {
	[ -L "$APP" ] || rm -rf "$APP"
	as_bench ln -sfn "$CLONE" "$APP"
	# esbuild writes bundles here; the clone may belong to someone else
	[ -d "$CLONE/$APP_NAME/public/dist" ] || own_dir "$CLONE/$APP_NAME/public" "$CLONE/$APP_NAME/public/dist"
	if [ "$(id -u)" = 0 ]; then chown -R "$BENCH_USER:" "$CLONE/$APP_NAME/public/dist"; fi
}

mirror_clone() {
	say "user $BENCH_USER may not read $CLONE: the bench gets a mirror of it"
	[ ! -L "$APP" ] || rm -f "$APP"
	own_dir "$APP"
	local -a owner=()
	[ "$(id -u)" != 0 ] || owner=(--chown "$BENCH_USER:$(id -gn "$BENCH_USER")")
	logged "the clone could not be mirrored" rsync -a --delete "${owner[@]}" --chmod=Du=rwx,Dgo=rx,Fu+rw,Fgo+r \
		--exclude=/.git --exclude=__pycache__ --exclude="/$APP_NAME/public/dist" "$CLONE/" "$APP/"
}

# Not pip install -e: its .pth would hold the clone's own path, which the user may not read and which changes.
put_on_python_path() {
	local site_packages
	site_packages="$(echo "$BENCH_DIR"/env/lib/python3*/site-packages)"
	as_bench tee "$site_packages/$APP_NAME.pth" >/dev/null <<<"$APP"
	install_once python-dependencies project.dependencies
}

# install_once STATE_NAME TABLE...: what these tables of pyproject.toml require, again only when that file changes
install_once() {
	local stamp="$STATE/$1" sum wanted
	shift
	sum="$(sha256sum "$CLONE/pyproject.toml")"
	[ "$(cat "$stamp" 2>/dev/null)" != "$sum" ] || return 0
	mapfile -t wanted < <(required_by env/bin/python "$@")
	say "Python packages: ${wanted[*]}"
	logged "pip could not install ${wanted[*]}" as_bench env/bin/python -m pip install -q "${wanted[@]}"
	as_bench tee "$stamp" >/dev/null <<<"$sum"
}

# required_by PYTHON TABLE...: read for the bench's user, who may not be able to enter the clone
required_by() {
	as_bench "$1" - "${@:2}" <"$CLONE/scripts/requirements.py" 3<"$CLONE/pyproject.toml"
}

list_app() {
	local list="$BENCH_DIR/sites/apps.txt"
	grep -qsx "$APP_NAME" "$list" && return
	printf '%s\n' frappe "$APP_NAME" | as_bench tee "$list" >/dev/null
}

content_sum() ( # content_sum FOLDER...: changes when any file below them does
	cd "$CLONE" || exit
	{ find "$@" -type f ! -path '*/__pycache__/*' ! -path '*/public/dist/*' -print0 2>/dev/null || true; } |
		sort -z | xargs -0r sha256sum | sha256sum | cut -d' ' -f1
)

# Builds bundles and translations; those of another clone do not count.
build_changed_assets() {
	local sum stamp="$STATE/assets"
	sum="$CLONE $(content_sum "$APP_NAME/public" "$APP_NAME/locale")"
	[ "$(cat "$stamp" 2>/dev/null)" != "$sum" ] || return 0
	say "assets and translations of $APP_NAME"
	logged "bench build failed" as_bench bench build --app "$APP_NAME" --production
	as_bench tee "$stamp" >/dev/null <<<"$sum"
}
