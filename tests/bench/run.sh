#!/bin/sh
# run.sh PTY_LATENCY FLOOR_CURSES BENCH_SCREEN ZIPING SAMPLE GENERATOR: what a key, a start and a paste cost, against the least
# they can cost, measured in turn on the same machine. Only the ratios mean something. 1 when one of them misses its mark.
set -eu

pty=$1 floor=$2 screen=$3 ziping=$4 sample=$5 generator=$6
text='道路养护资金按时拨付abc123'
work=$(mktemp -d "${TMPDIR:-/tmp}/ziping-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
export XDG_STATE_HOME="$work/state"
status=0

# the run with the least CPU time a key (or paste) out of five
best() {
	sort -n -k4,4 | head -n 1
}

# measure NAME KEYS_BEFORE ARGUMENTS...: ziping on a fresh copy of the sample, against the floor
measure() {
	name=$1 before=$2
	shift 2
	for _ in 1 2 3 4 5; do
		cp "$sample" "$work/report.yaml"
		"$pty" -b "$before" "$@" -- "$ziping" "$work/report.yaml" >>"$work/$name.ours"
		"$pty" "$@" -- "$floor" total >>"$work/$name.floor"
		rm -rf "$work/state" "$work"/.report.yaml*
	done
	best <"$work/$name.ours" >"$work/ours"
	best <"$work/$name.floor" >"$work/floor"
	paste -d ' ' "$work/ours" "$work/floor"
}

# judge NAME VALUE MOST
judge() {
	awk -v name="$1" -v value="$2" -v most="$3" 'BEGIN {
		missed = (value + 0 > most + 0)
		printf "  %-34s %8.2f  (at most %s)%s\n", name, value, most, missed ? "  MISSED" : ""
		exit missed }' || status=1
}

key() {
	measure "$1" "$2" -t "$text" -n 4 >"$work/line"
	read -r _ _ _ cpu _ bytes _ _ _ floor_cpu _ floor_bytes <"$work/line"
	echo "$1: $cpu us and $bytes bytes a key; a small curses program: $floor_cpu us and $floor_bytes bytes"
	judge 'CPU, times the floor' "$(awk "BEGIN { print $cpu / $floor_cpu }")" 1.5
	judge 'bytes, median' "$bytes" 24
}

key 'a line' ''
key 'long text' '\e[6~\e[6~\e[6~\e[6~\e[6~\r'

start_ours=$(sort -n "$work"/*.ours | sed -n '1s/ .*//p')
start_floor=$(sort -n "$work"/*.floor | sed -n '1s/ .*//p')
echo "start: $start_ours us to the first quiet screen; a small curses program: $start_floor us"
judge 'CPU, times the floor' "$(awk "BEGIN { print $start_ours / $start_floor }")" 3

pasted=$(awk 'BEGIN { for (i = 0; i < 250; i++) printf "财政资金绩效自评" }')
measure paste '\e[6~\e[6~\e[6~\e[6~\e[6~\r' -p "\\e[200~$pasted\\e[201~" >"$work/line"
read -r _ _ _ cpu _ bytes _ <"$work/line"
echo "paste of 2,000 characters: $cpu us, $bytes bytes"
judge 'CPU, ms' "$(awk "BEGIN { print $cpu / 1000 }")" 3.6

python3 "$generator" 200000 >"$work/big.yaml"
python3 "$generator" 60 >"$work/small.yaml"
echo 'keys without a terminal:'
"$screen" "$work/big.yaml" "$work/small.yaml" || status=1
exit $status
