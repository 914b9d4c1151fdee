#!/bin/sh
# The tests that matter most, under valgrind, in a build without sanitizers:
#     meson setup build-plain && tests/valgrind.sh build-plain [TEST...]
set -eu
build=${1:?the build folder}
shift
[ $# -gt 0 ] || set -- arena strbuf number source splice form report edit check journal journal_opening session document app
ninja -C "$build" $(printf 'tests/test_%s ' "$@")
failed=0
for name; do
	printf '%s: ' "$name"
	if valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite,indirect \
		"$build/tests/test_$name" >"$build/valgrind-$name.log" 2>&1; then
		echo fine
	else
		echo "see $build/valgrind-$name.log"
		failed=1
	fi
done
exit $failed
