#!/bin/sh
# Brings POTFILES, ziping.pot and the languages up to date with the sources, as the test `translations` wants them:
#	po/update.sh
set -eu
cd "$(dirname "$0")/.."
LC_ALL=C; export LC_ALL

grep -lE '\bN?_\(|\bngettext\(' core/*/*.[ch] tui/*.[ch] tui/*/*.[ch] | grep -v '^core/base/i18n.h$' | sort > po/POTFILES
xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=ngettext:1,2 --add-comments=TRANSLATORS \
	--package-name=ziping --sort-by-file --no-wrap --output=po/ziping.pot --files-from=po/POTFILES
sed -i '/^"POT-Creation-Date:/d' po/ziping.pot
while read -r language; do
	msgmerge --quiet --no-fuzzy-matching --no-wrap --sort-by-file --output-file="po/$language.po.new" "po/$language.po" po/ziping.pot
	msgattrib --no-obsolete --no-wrap --sort-by-file --output-file="po/$language.po" "po/$language.po.new"
	rm "po/$language.po.new"
	printf '%s: ' "$language"
	msgfmt --check --statistics --output-file=/dev/null "po/$language.po"
done < po/LINGUAS
