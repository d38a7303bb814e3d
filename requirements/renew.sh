#!/bin/sh
# Writes the files of pinned versions: the newest that setup.cfg allows, with the digests of all files of each.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-build/tools/bin/uv}
first=$(sed -n 's/^FIRST = (\(.*\), \(.*\))$/\1.\2/p' requirements/check_python.py)
pin() {
    target=$1
    shift
    # --universal: with markers for every platform and every Python from the first on; no line names an index.
    "$uv" pip compile --quiet --upgrade --universal --python-version "$first" --generate-hashes --no-header \
        --no-annotate --no-emit-index-url --no-emit-find-links --output-file "requirements/$target.txt" "$@"
}
pin test --extra scale --extra test pyproject.toml
# One version of each everywhere.
pin run --constraint requirements/test.txt pyproject.toml
pin scale --constraint requirements/test.txt --extra scale pyproject.toml
pin tools requirements/tools.in
pin cities requirements/cities.in
pin mutants --constraint requirements/test.txt requirements/mutants.in
