#!/bin/sh
# Builds the wheel, installs it alone with the pinned versions into a clean environment, starts it and asks for its
# health. With the tests' environment in .venv, mypy also checks that the installed packages have types.
set -eu
python=${PYTHON:-python3}
mypy=$PWD/.venv/bin/mypy
folder=$(mktemp -d)
trap 'kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; rm -rf "$folder"' EXIT
pid=
"$python" -m venv "$folder/venv"
pip="$folder/venv/bin/python -m pip --quiet --disable-pip-version-check"
$pip install --require-hashes --requirement requirements/run.txt
$pip wheel --no-deps --no-build-isolation --wheel-dir "$folder" .
$pip install --no-deps "$folder"/kalenner-*.whl
"$folder/venv/bin/python" tests/check_wheel.py "$folder"/kalenner-*.whl
cp tests/typed.py "$folder"
cd "$folder"
port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$folder/venv/bin/python" -m pip check
[ ! -x "$mypy" ] || "$mypy" --strict --python-executable "$folder/venv/bin/python" typed.py
KALENNER_DATA_DIR="$folder/var" KALENNER_WEB__PORT="$port" "$folder/venv/bin/kalenner" up >"$folder/log" 2>&1 &
pid=$!
"$python" - "$port" <<'PYTHON' || { cat "$folder/log"; exit 1; }
import sys, time, urllib.request
for path, expected in (("/-/health", "ok"), ("/-/ready", "true"), ("/-/playground/", "<html")):
    for attempt in range(300):
        try:
            body = urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}{path}", timeout=5).read().decode()
            break
        except OSError:
            time.sleep(0.3)
    else:
        sys.exit(f"no answer from {path}")
    if expected not in body:
        sys.exit(f"{path} answered {body[:200]!r}, expected {expected!r}")
print("the wheel alone: health, ready and playground answer")
PYTHON
kill -INT "$pid"
wait "$pid"
pid=
