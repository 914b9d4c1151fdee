#!/bin/sh
# run.sh PTY_LATENCY FLOOR_CURSES BENCH_SCREEN BENCH_REPORT BENCH_CHECK ZIPING SAMPLE FORM GENERATOR: what a key, a start, a paste, a
# large report and a check cost, against the least they can cost, measured in turn on the same machine: CPU time, medians. Only
# the ratios mean something. 1 when one of them misses its mark.
set -eu

pty=$1 floor=$2 screen=$3 report=$4 check=$5 ziping=$6 sample=$7 form=$8 generator=$9
text='道路养护资金按时拨付abc123'
long='\e[6~\e[6~\e[6~\e[6~\e[6~\r' # from the first field of the sample to its long texts, and into the first
work=$(mktemp -d "${TMPDIR:-/tmp}/ziping-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
export XDG_STATE_HOME="$work/state"
status=0

# judge NAME VALUE MOST
judge() {
	awk -v name="$1" -v value="$2" -v most="$3" 'BEGIN {
		missed = (value + 0 > most + 0)
		printf "  %-34s %8.2f  (at most %s)%s\n", name, value, most, missed ? "  MISSED" : ""
		exit missed }' || status=1
}

# measure ARGUMENTS...: ziping on a fresh copy of the sample beside the floor, three times; the run with the middle ratio
measure() {
	for _ in 1 2 3; do
		cp "$sample" "$work/report.yaml"
		"$pty" "$@" -- "$ziping" "$work/report.yaml" -- "$floor" total | paste -d ' ' - -
		rm -rf "$work/state" "$work"/.report.yaml*
	done | awk '{ print $1 / $4, $0 }' | sort -n | sed -n 2p >"$work/line"
	read -r ratio cpu _ bytes floor_cpu _ floor_bytes <"$work/line"
}

key() {
	measure -b "$2" -t "$text" -n 8
	echo "$1: $cpu us and $bytes bytes a key; a small curses program: $floor_cpu us and $floor_bytes bytes"
	judge 'CPU, times the floor' "$ratio" 1.5
	judge 'bytes, median' "$bytes" 24
}

key 'a line' ''
key 'long text' "$long"

measure -s 15
echo "start: $cpu us to the first quiet screen; a small curses program: $floor_cpu us"
judge 'CPU, times the floor' "$ratio" 3

pasted=$(awk 'BEGIN { for (i = 0; i < 250; i++) printf "财政资金绩效自评" }')
measure -b "$long" -p "\\e[200~$pasted\\e[201~"
echo "paste of 2,000 characters: $cpu us, $bytes bytes"
judge 'CPU, ms' "$(awk "BEGIN { print $cpu / 1000 }")" 3.6

for rows in 14 60 1000 5000 200000; do
	python3 "$generator" "$rows" >"$work/$rows.yaml"
done
echo 'keys without a terminal:'
"$screen" "$work/14.yaml" "$work/60.yaml" "$work/1000.yaml" "$work/5000.yaml" "$work/200000.yaml" || status=1
echo 'a report of 200,000 rows:'
"$report" "$work/200000.yaml" "$work/60.yaml" || status=1
echo 'a check:'
"$check" "$ziping" "$sample" "$form" || status=1
echo 'many reports:'
python3 "$(dirname "$0")/bench_many.py" "$ziping" "$sample" || status=1
exit $status
