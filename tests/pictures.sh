#!/bin/sh
# pictures.sh PICTURE SOURCE: draws the pictures that the READMEs show.
set -eu
report=$2/samples/lusong-2021.yaml
to=$2/doc/pictures
mkdir -p "$to"
"$1" "$report" 二 '^G' '"项目支出"' Enter > "$to/section.svg"
"$1" "$report" 二 '^G' '"项目支出明细"' Enter > "$to/table.svg"
"$1" "$report" problems Down Down > "$to/problems.svg"
