#!/bin/sh
# Make models/cast.tsv from MUC-4's training half, and its manifest. A minute.
#   train/cast.sh [DATA] [BUILD]
set -e
cd "$(dirname "$0")/.."
data=${1:-../shared/data} build=${2:-build}
mkdir -p "$build/train"
ninja -C "$build" train/train-cast
"$build/train/train-cast" "$data/muc4/train.jsonl" "$build/train/cast.tsv" 2>&1 | tee "$build/train/cast.log"
cp "$build/train/cast.tsv" models/cast.tsv
{
    echo "# models/cast.tsv: written by train/cast.sh, see docs/MODEL.md and NOTICE"
    printf 'sha256\t%s\n' "$(sha256sum models/cast.tsv | cut -d' ' -f1)"
    printf 'bytes\t%s\n' "$(wc -c <models/cast.tsv)"
    printf 'licence\tweights of free data, see NOTICE\n'
    printf 'data\tmuc4/train.jsonl\t%s\n' "$(sha256sum "$data/muc4/train.jsonl" | cut -d' ' -f1)"
    printf 'model\t%s\n' "$(sed -n 's/^sha256\t//p' models/english.manifest)"
    sed -n 's/^floors.*: /score\tcross-validated /p' "$build/train/cast.log" | tail -1
} >models/cast.manifest
