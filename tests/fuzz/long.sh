#!/bin/sh
# tests/fuzz/long.sh [SECONDS [NAME…]]: every fuzzer (or those named) for so long (600), as many at once as there are cores,
# built with clang, address and undefined-behaviour sanitizers. What they learn stays in build-fuzz/learned, what they find in
# build-fuzz/found; the exit status is 1 when they found anything.
set -eu

seconds=${1:-600}
[ $# -eq 0 ] || shift
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$(dirname -- "$here")")
build=$root/build-fuzz
cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

[ -f "$build/build.ninja" ] ||
	CC=clang meson setup -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false "$build" "$root"
mkdir -p "$build/learned" "$build/found" "$build/log" "$build/scratch"
# shellcheck disable=SC2046 # names, one a word
[ $# -gt 0 ] || set -- $(sed -n "s/^  \('.*\)/\1/p" "$here/meson.build" | grep -o "'[a-z]*': \[" | tr -d "': [")
for name; do
	ninja -C "$build" "tests/fuzz/fuzz_$name"
done

# NAME: the dictionaries that serve it
dictionaries() {
	case $1 in
	form) echo yaml form formula wording ;;
	report | files) echo yaml "$1" ;;
	source) echo yaml ;;
	*) echo "$1" ;;
	esac
}

# NAME: the longest input worth while
longest() {
	case $1 in
	report) echo 16384 ;;
	form | source) echo 8192 ;;
	keys | entry) echo 300 ;;
	*) echo 2048 ;;
	esac
}

run() {
	for dictionary in $(dictionaries "$1"); do
		cat "$here/$dictionary.dict"
	done >"$build/learned/$1.dict"
	mkdir -p "$build/learned/$1"
	TMPDIR=$build/scratch ASAN_OPTIONS=allocator_may_return_null=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
		"$build/tests/fuzz/fuzz_$1" -dict="$build/learned/$1.dict" -max_len="$(longest "$1")" -max_total_time="$seconds" \
		-timeout=10 -rss_limit_mb=1500 -print_final_stats=1 -artifact_prefix="$build/found/$1-" \
		"$build/learned/$1" "$here/corpus/$1" >"$build/log/$1" 2>&1 || true
	printf '%-10s %s\n' "$1" "$(grep -a 'cov:' "$build/log/$1" | tail -n 1)"
}

rm -f "$build/found"/*
running=0
for name; do
	run "$name" &
	running=$((running + 1))
	if [ "$running" -ge "$cores" ]; then
		# the shell waits for all of them: they take the same time
		wait
		running=0
	fi
done
wait
rm -rf "$build/scratch"
for found in "$build/found"/*; do
	[ -e "$found" ] || continue
	echo "found: $found"
	running=-1
done
[ "$running" -ge 0 ]
