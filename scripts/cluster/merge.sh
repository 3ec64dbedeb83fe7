#!/usr/bin/env bash
# Puts the shares of a study together: the same bytes as one run of the whole. A Slurm script too, as share.sh says.
#
#   merge.sh STUDY FOLDER SHARES    writes FOLDER/(name of the study).results.csv
#
# Missing, doubled, unfinished or foreign shares are refused by name, and nothing is written.
#
#SBATCH --job-name=slackwater-merge
#SBATCH --cpus-per-task=1
#SBATCH --mem=1G
#SBATCH --time=00:30:00
set -euo pipefail

if [ "$#" -ne 3 ]; then
    echo "usage: merge.sh STUDY FOLDER SHARES" >&2
    exit 2
fi
study=$1 folder=$2 shares=$3
files=()
for ((share = 1; share <= shares; share++)); do
    files+=("$folder/share-$share-of-$shares.csv")
done
name=$(basename "$study" .study.ron)
"${SLACKWATER:-slackwater}" merge "${files[@]}" --out "$folder/$name.results.csv"
