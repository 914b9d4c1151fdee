#!/bin/sh
# The rules of the house that a machine can hold: who may include whom, curses in one place, no field's name in C.
# usage: house.sh SOURCE_ROOT; prints what breaks a rule and exits 1.
cd "$1" || exit 2
broken=0

say() {
	echo "$*"
	broken=1
}

# each folder of core uses only itself and those above it
above=""
for folder in base source form report desk review publish; do
	above="$above $folder"
	for file in core/"$folder"/*.[ch]; do
		[ -e "$file" ] || continue
		for used in $(sed -n 's/^#include "\([a-z]*\)\/.*/\1/p' "$file" | sort -u); do
			case " $above " in
			*" $used "*) ;;
			*) say "$file includes $used/, which is not above $folder/" ;;
			esac
		done
	done
done

# terminfo is known in one file
for file in $(grep -lE '#include <(ncursesw/)?(curses|term|ncurses)\.h>' core/*/*.[ch] tui/*.[ch] tui/*/*.[ch]); do
	[ "$file" = tui/term_info.c ] || say "$file includes curses"
done

# libyaml is known to the reader of sources only
for file in $(grep -l '#include <yaml.h>' core/*/*.[ch] tui/*.[ch] tui/*/*.[ch]); do
	case "$file" in
	core/source/*) ;;
	*) say "$file includes yaml.h" ;;
	esac
done

# no code knows the name of a section or field (names of one plain word mean other things too)
ids=$(sed -n 's/.*\bid: *\([a-z]*_[a-z_]*\).*/\1/p' forms/*.yaml | sort -u)
for id in $ids; do
	grep -nE "\"[^\"]*\b$id\b" core/*/*.[ch] tui/*.[ch] tui/*/*.[ch] && say "the name of a field stands in C: $id"
done

exit $broken
