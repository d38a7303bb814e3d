#!/bin/sh
# Runs the tests with the newest versions that setup.cfg allows, to see in time what will change.
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder"
pip="$folder/bin/python -m pip --disable-pip-version-check"
$pip install --quiet --editable '.[scale,test]'
$pip freeze --exclude-editable >"$folder/newest.txt"
echo "newer or older than in requirements/test.txt:"
named() {
    awk '/^[^ #].*==/ { split($1, part, "=="); gsub(/[_.]/, "-", part[1]); print tolower(part[1]) "==" part[2] }' "$1" | sort
}
named requirements/test.txt >"$folder/pinned.txt"
named "$folder/newest.txt" | diff "$folder/pinned.txt" - || true
"$folder/bin/python" -c "from pathlib import Path; from kalenner._build import compile_catalogues; compile_catalogues(Path('.'), but=('.venv', 'build'))"
PATH="$folder/bin:$PATH" sh tests/get-chromium.sh
"$folder/bin/pytest" -n 3 -m 'not slow' "$@"
