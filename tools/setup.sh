#!/bin/sh
# Install what the build needs and is missing: Debian packages of packages.txt, npm packages of package-lock.json.
# Does nothing, and asks nobody, when all is there. "setup.sh tests" adds what only the tests need.
set -eu
cd "$(dirname "$0")/.."

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "setup: missing:$missing; install them as root: apt-get install$missing" >&2
        exit 69
    fi
}

# Packages of the list that are not installed. A command that is there, from wherever, makes its "if-no" package unneeded; those
# "for-tests" are asked for by "make check" alone.
missing=
while read -r name word command; do
    case "$name" in '' | '#'*) continue ;; esac
    if [ "$word" = for-tests ] && [ "${1:-}" != tests ]; then continue; fi
    if [ "$word" = if-no ] && command -v "$command" >/dev/null; then continue; fi
    case "$(dpkg-query -W -f='${Status}' "$name" 2>/dev/null || true)" in
    *' installed') ;;
    *) missing="$missing $name" ;;
    esac
done <packages.txt

if [ -n "$missing" ]; then
    if ! command -v apt-get >/dev/null; then
        echo "setup: this is no Debian; install by hand what packages.txt names:$missing" >&2
        exit 69
    fi
    echo "setup: installing$missing" >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    # shellcheck disable=SC2086 # a list of names
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

# npm writes node_modules/.package-lock.json; our stamp says which lock file it was made from.
if [ -f package-lock.json ] && ! cmp -s package-lock.json node_modules/.casus-lock.json; then
    echo "setup: fetching place names (npm ci)" >&2
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
    cp package-lock.json node_modules/.casus-lock.json
fi
