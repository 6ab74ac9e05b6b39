#!/bin/sh
# Code the samples into a ledger and show what was found.
set -eu
cd "$(dirname "$0")/.."
ledger=build/demo.db
rm -f "$ledger" "$ledger-wal" "$ledger-shm"

echo "Reading samples/ into $ledger"
build/casus add --ledger "$ledger" samples/*.html samples/*.txt samples/*.jsonl samples/*.rss
echo
build/casus list --ledger "$ledger" --format table
echo
build/casus verify --ledger "$ledger"
id=$(build/casus search --ledger "$ledger" --type suicide_bombing --format tsv Hilla | awk 'NR == 2 { print $1 }')
cat <<END

Every value can be traced to the words that support it. Try next:

  build/casus show ${id:-1} --ledger $ledger        one incident: its claims and the words
  build/casus search hospital --ledger $ledger
  build/casus code samples/*.txt             the same as JSON, no ledger needed
  build/casus help

docs/GUIDE.md explains all commands.
END
