#!/usr/bin/env bash
# A study on one machine or several by GNU parallel, then put together.
#
#   parallel.sh STUDY FOLDER SHARES [OPTION of parallel …]    such as -j 4, or --sshloginfile hosts --workdir .
#
# With machines of their own disks, add --transferfile and --return for the study and the share; docs/cluster.md shows it.
set -euo pipefail

if [ "$#" -lt 3 ]; then
    echo "usage: parallel.sh STUDY FOLDER SHARES [OPTION of parallel …]" >&2
    exit 2
fi
here=$(dirname "$0")
study=$1 folder=$2 shares=$3
shift 3
seq "$shares" | parallel --halt soon,fail=1 "$@" "$here/share.sh" "$study" "$folder" "$shares" "{}"
"$here/merge.sh" "$study" "$folder" "$shares"
