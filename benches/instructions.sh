#!/usr/bin/env bash
# How many instructions does one night of the flagship take? Counted by callgrind, so the figure repeats on a
# noisy machine where seconds do not. Set-up (files, chart, sea) is counted alone and taken off.
#
#   benches/instructions.sh            print the count; fail if it is over the budget
#   benches/instructions.sh --set      write the count as the new budget
#
# The budget (benches/budget.txt) is a count of instructions; 2 % above it is let pass, because a compiler of
# another patch level moves a little. A lower count by more than 10 % asks for a new budget, so that a gain is kept.
set -euo pipefail
cd "$(dirname "$0")/.."

budget_file=benches/budget.txt
command -v valgrind >/dev/null || { echo "valgrind is missing: apt-get install valgrind" >&2; exit 2; }

cargo build --quiet --release --no-default-features
target=${CARGO_TARGET_DIR:-target}
program=$target/release/slackwater

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

count() {
    if ! valgrind --tool=callgrind --callgrind-out-file="$scratch/out" "$program" run gravelines_dawn --night 0 "$@" >"$scratch/said" 2>"$scratch/log"; then
        cat "$scratch/said" "$scratch/log" >&2
        exit 2
    fi
    # "summary: 123456" in callgrind's own file; older versions write "totals:".
    sed -n 's/^\(summary\|totals\): *\([0-9]*\).*/\2/p' "$scratch/out" | head -n 1
}

nothing=$(count --set-up-only)
one=$(count)
night=$((one - nothing))
echo "set-up: $nothing instructions"
echo "one night: $night instructions"

if [ "${1:-}" = --set ]; then
    {
        echo "# Instructions of one night of the flagship (night 0, seed 42, imminent danger only), release build."
        echo "# Written by benches/instructions.sh --set; say why in CHANGELOG.md."
        echo "$night"
    } >"$budget_file"
    exit 0
fi

budget=$(grep -v '^#' "$budget_file" | head -n 1)
if [ "$night" -gt $((budget + budget / 50)) ]; then
    echo "over the budget of $budget by $(((night - budget) * 1000 / budget)) per mille (2 % are let pass)" >&2
    exit 1
fi
echo "budget: $budget"
if [ "$night" -lt $((budget - budget / 10)) ]; then
    echo "note: more than 10 % below the budget; write the gain down with benches/instructions.sh --set"
fi
