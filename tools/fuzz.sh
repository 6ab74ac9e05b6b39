#!/bin/sh
# Run each fuzz target for the given seconds (60). New inputs stay under build/; a crash is kept as build/fuzz/crash-*: mend it and
# put the file into tests/fuzz/corpus/TARGET, where every `make check` replays it.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-60}
# clang's pointer-overflow calls NULL + 0 a fault, which an empty string is; gcc's, in `make check`, does not.
command -v clang >/dev/null || { echo "fuzz: needs clang (apt-get install clang)" >&2; exit 69; }
[ -f build/fuzz/build.ninja ] || CC=clang meson setup build/fuzz -Dfuzz=true -Dbuildtype=debug -Doptimization=1 -Db_lundef=false \
    -Db_sanitize=address,undefined -Dc_args='-fsanitize=fuzzer-no-link -fno-sanitize-recover=all -fno-sanitize=pointer-overflow' >/dev/null
ninja -C build/fuzz --quiet
status=0
for target in tests/fuzz/fuzz_*.c; do
    name=$(basename "$target" .c)
    new=build/fuzz/corpus-$name
    mkdir -p "$new"
    echo "$name: $seconds seconds"
    build/fuzz/tests/fuzz/"$name" -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -verbosity=0 -artifact_prefix=build/fuzz/ "$new" tests/fuzz/corpus/"${name#fuzz_}" || status=1
done
exit $status
