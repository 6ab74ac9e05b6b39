#!/bin/sh
# Write src/text/weights.c anew: train/split/learn.sh BUILD DATA
# BUILD is a meson build folder, DATA holds ud/. Two seconds; the same bytes every time.
set -eu
build=$1 data=$2
cd "$(dirname "$0")/../.."
ninja -C "$build" --quiet src/text/train-split
"$build/src/text/train-split" src/text/weights.c "$data/ud/en_ewt-ud-train.conllu" "$data/ud/en_gum_open-ud-train.conllu"
