#!/usr/bin/env bash
# One share of a study, for any scheduler that counts its tasks. As it stands it is a Slurm array script:
#
#   id=$(sbatch --parsable --array=1-40 scripts/cluster/share.sh my.study.ron results 40)
#   sbatch --dependency=afterok:"$id" scripts/cluster/merge.sh my.study.ron results 40
#
#   share.sh STUDY FOLDER SHARES [SHARE]    SHARE from 1; left out, it is the number of the task in the array
#
# The number of shares is said and not taken from the array, so that `--array=3,7` runs two that failed once more. A share
# that was broken off goes on where it stopped. A night that failed is a row like any other, told in the report: it stops
# neither the share nor those after it. SLACKWATER names the program, SLURM_CPUS_PER_TASK or WORKERS the threads.
#
#SBATCH --job-name=slackwater
#SBATCH --cpus-per-task=1
#SBATCH --mem=1G
#SBATCH --time=04:00:00
#SBATCH --requeue
set -euo pipefail

if [ "$#" -lt 3 ] || [ "$#" -gt 4 ]; then
    echo "usage: share.sh STUDY FOLDER SHARES [SHARE]" >&2
    exit 2
fi
study=$1 folder=$2 shares=$3
share=${4:-${SLURM_ARRAY_TASK_ID:-${PBS_ARRAY_INDEX:-${SGE_TASK_ID:-}}}}
if [[ ! $shares =~ ^[1-9][0-9]*$ || ! $share =~ ^[1-9][0-9]*$ || $share -gt $shares ]]; then
    echo "share.sh: share \`$share\` of \`$shares\`: expected a number from 1 to the number of shares;" \
        "start the array at 1, as in --array=1-$shares, or name the share" >&2
    exit 2
fi

mkdir -p "$folder"
code=0
"${SLACKWATER:-slackwater}" study run "$study" --shard "$share/$shares" --out "$folder/share-$share-of-$shares.csv" \
    --resume --quiet --workers "${SLURM_CPUS_PER_TASK:-${WORKERS:-1}}" || code=$?
# 1 says that a night failed, which its row tells; 2 that the share could not be lived.
if [ "$code" -gt 1 ]; then
    exit "$code"
fi
