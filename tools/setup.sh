#!/usr/bin/env bash
# Makes .venv hold exactly what a lock names, and this tree as an editable install; node_modules, what the pages need.
#   tools/setup.sh requirements/dev.lock .venv/.ready-1234
# Plain pip is enough. Safe to call twice at once: the second call waits for the first.
set -eu
lock=$1 stamp=$2

say() { printf 'setup: %s\n' "$*"; }
stop() { printf 'setup: %s\n' "$@" >&2; exit 1; }

find_python() {
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    stop "Python 3.11 or newer was not found." "Install it, or name it: make setup PYTHON=/path/to/python3"
}

# flock is part of util-linux; where it is missing nobody waits and nothing else changes.
mkdir -p build
exec 9>build/.setup-lock
if command -v flock >/dev/null; then flock 9; fi
[ -e "$stamp" ] && exit 0

# A tree that was moved or copied keeps scripts that point at the old place.
if [ -e .venv ] && [ "$(cat .venv/.place 2>/dev/null)" != "$PWD" ]; then rm -rf .venv; fi
if [ ! -x .venv/bin/python ]; then
    python=$(find_python)
    say "creating .venv with $("$python" --version)"
    "$python" -m venv .venv || { rm -rf .venv; stop "$python -m venv failed. On Debian or Ubuntu: apt-get install python3-venv"; }
    printf '%s\n' "$PWD" >.venv/.place
fi

pip() { .venv/bin/python -m pip --disable-pip-version-check --no-input --quiet "$@"; }
say "installing $lock"
pip install --require-hashes -r "$lock"
pip install --no-deps --no-build-isolation -e .

# Icons, charts and the checker of accessibility: exactly package-lock.json. Node of the machine, else one in .venv.
if ! cmp -s package-lock.json node_modules/.lock; then
    say "installing package-lock.json"
    if ! command -v npm >/dev/null; then
        pip install --require-hashes -r requirements/node.lock
        PATH="$PWD/.venv/bin:$PATH"
    fi
    npm ci --no-audit --no-fund --ignore-scripts --loglevel=error >&2 || stop "npm could not fetch what package-lock.json names."
    cp package-lock.json node_modules/.lock
fi
rm -f .venv/.ready-*
: >"$stamp"
say "ready"
