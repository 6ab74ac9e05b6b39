#!/bin/sh
# Make models/sense.weights from the claims judged in judged.tsv, and its manifest. Some 30 seconds.
#   train/sense.sh [DATA] [BUILD]
set -e
cd "$(dirname "$0")/.."
data=${1:-../shared/data} build=${2:-build}
mkdir -p "$build/train"
ninja -C "$build" train/casus-sense
python3 train/reports.py "$data" "$build/train/reports.jsonl"
"$build/train/casus-sense" fit judged=train/judged.tsv written=train/written.txt out=models/sense.weights "$build/train/reports.jsonl" | tee "$build/train/sense.log"
{
    echo "# models/sense.weights: written by train/sense.sh, see docs/MODEL.md and NOTICE"
    printf 'sha256\t%s\n' "$(sha256sum models/sense.weights | cut -d' ' -f1)"
    printf 'bytes\t%s\n' "$(wc -c <models/sense.weights)"
    printf 'licence\tthe project'"'"'s own: weights of judgements made for it\n'
    printf 'data\ttrain/judged.tsv\t%s\n' "$(sha256sum train/judged.tsv | cut -d' ' -f1)"
    printf 'data\ttrain/written.txt\t%s\n' "$(sha256sum train/written.txt | cut -d' ' -f1)"
    printf 'reports\tgeo/dev, timex/dev, pages/dev, muc4/train.jsonl, ner/re3d-train.jsonl\n'
    sed -n 's/^parts kept apart: /score\t/p' "$build/train/sense.log"
    grep 'kept from 0.12:' "$build/train/sense.log" | head -1 | sed 's/^ */score\t/'
} >models/sense.manifest
