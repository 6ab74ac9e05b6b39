#!/bin/sh
# Put the signs of names into models/english.model, and into its manifest: some forty seconds. train/english.sh calls it; by itself it learns
# the signs anew for the net that is there.
#   train/names.sh [DATA] [PROGRAMS] [WORK]       PROGRAMS: where train-names is
set -eu
cd "$(dirname "$0")/.."
data=${1:-../shared/data} bin=${2:-build/train} work=${3:-build/train}
model=models/english.model manifest=models/english.manifest
mkdir -p "$work"
# The narrow names of the treebank count twice: theirs is the convention.
"$bin/train-names" $model "$work/names.model" wide="$data/ner/gmb-train.tsv" narrow="$data/ner/uner_ewt-train.tsv" \
    narrow="$data/ner/uner_ewt-train.tsv" narrow="$data/ner/gum-train.tsv" narrow="$data/ner/wikigold-train.tsv" | tee "$work/names.log"
cp "$work/names.model" $model
{
    grep '^#' $manifest
    printf 'sha256\t%s\n' "$(sha256sum $model | cut -d ' ' -f 1)"
    printf 'bytes\t%s\n' "$(wc -c <$model)"
    grep -v -e '^#' -e '^sha256' -e '^bytes' -e '^signs' $manifest
    sed -n 's/.*: \([0-9]*\) weights of signs.*/signs\t\1 weights/p' "$work/names.log"
} >"$work/manifest"
cp "$work/manifest" $manifest
