#!/usr/bin/env bash
# How many instructions does one night of the flagship take? Counted by callgrind, so the figure repeats on a
# noisy machine where seconds do not. Set-up (files, chart, sea) is counted alone and taken off.
#
#   benches/instructions.sh            print the count; fail if it is over the budget
#   benches/instructions.sh --set      write the count as the new budget
#
# The budget (benches/budget.txt) is a count of instructions; 2 % above it is let pass, because a compiler of
# another patch level moves a little. A lower count by more than 10 % asks for a new budget, so that a gain is kept.
#
# Of a night's instructions the lines of src/environment may take 25 % and those of src/doctrine 15 %: what else a night
# holds must not starve. That is under the nine rules of the older practice: the same night is also lived under forty
# (benches/forty_rules.doctrine.ron), and what it takes more is held to the same bound (docs/speed.md). Counted are the
# lines themselves, inlined or not, without what they call in other files; the build has line tables of our own crate for
# that, which change no instruction.
set -euo pipefail
cd "$(dirname "$0")/.."

budget_file=benches/budget.txt
command -v valgrind >/dev/null || { echo "valgrind is missing: apt-get install valgrind" >&2; exit 2; }

cargo build --quiet --release --no-default-features --config 'profile.release.package.slackwater.debug="line-tables-only"'
target=${CARGO_TARGET_DIR:-target}
program=$target/release/slackwater

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Counts the instructions of a run; the profile stays in $scratch under the first argument.
count() {
    local profile=$scratch/$1
    shift
    if ! valgrind --tool=callgrind --callgrind-out-file="$profile" "$program" run gravelines_dawn --night 0 "$@" >"$scratch/said" 2>"$scratch/log"; then
        cat "$scratch/said" "$scratch/log" >&2
        exit 2
    fi
    # "summary: 123456" in callgrind's own file; older versions write "totals:".
    sed -n 's/^\(summary\|totals\): *\([0-9]*\).*/\2/p' "$profile" | head -n 1
}

# Sums the instructions of the lines whose file matches a pattern, from callgrind's own file: `fl=`, `fi=` and `fe=` name
# the file of the lines that follow (by number once it has been named), `calls=` makes the next line the callee's.
lines_of() {
    awk -v pattern="$2" '
        /^(fl|fi|fe)=/ {
            id = substr($1, 4); name = $0
            if (name ~ / /) { sub(/^[^ ]* /, "", name); names[id] = name }
            counted = names[id] ~ pattern
            next
        }
        # Callees name files too, and may be the first to do so.
        /^(cfl|cfi)=/ { id = substr($1, 5); if ($0 ~ / /) { name = $0; sub(/^[^ ]* /, "", name); names[id] = name } next }
        /^calls=/ { callee = 1; next }
        /^[0-9+*-]/ { if (!callee && counted) sum += $2; callee = 0 }
        END { printf "%.0f\n", sum }
    ' "$scratch/$1"
}

nothing=$(count set-up --set-up-only)
one=$(count night)
# To look for rules that can never fire takes long with forty: their set-up is counted too.
many=(--doctrine benches/forty_rules.doctrine.ron)
forty=$(($(count forty "${many[@]}") - $(count forty-set-up --set-up-only "${many[@]}")))
night=$((one - nothing))
echo "set-up: $nothing instructions"
echo "one night: $night instructions"

# Fails if the lines of a folder take more than so many per cent of the night, or none at all: then the names are not read.
too_much=0
share() {
    local folder=$1 most=$2 taken
    taken=$(($(lines_of night "(^|/)$folder/") - $(lines_of set-up "(^|/)$folder/")))
    local per_mille=$((taken * 1000 / night))
    echo "of it in the lines of $folder: $taken, $((per_mille / 10)).$((per_mille % 10)) % (at most $most % are allowed)"
    if [ "$taken" -le 0 ]; then
        echo "$folder: no instruction is found; expected line tables in the build" >&2
        too_much=1
    elif [ "$per_mille" -gt $((most * 10)) ]; then
        echo "$folder takes more than $most % of a night" >&2
        too_much=1
    fi
}
share src/environment 25
share src/doctrine 15
more=$((forty - night))
echo "the same night under 40 rules: $forty instructions, $more more than under 9, $((more * 100 / forty)) % of it (at most 15 % are allowed)"
if [ $((more * 100)) -gt $((forty * 15)) ]; then
    echo "too much: rules are compared for each unit that could be compared once for the contact (src/doctrine/compile.rs)" >&2
    too_much=1
fi
[ "$too_much" -eq 0 ] || exit 1

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
