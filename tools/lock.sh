#!/usr/bin/env bash
# Remakes requirements/*.lock from pyproject.toml: one version of everything, with hashes, for every platform.
# Pins that still fit are kept. Newest versions: tools/lock.sh --upgrade
set -eu

compile() {  # name, constraining lock or "", extras...
    local name=$1 under=$2 extra
    shift 2
    local args=(--universal --python-version 3.11 --fork-strategy fewest --generate-hashes
        --no-header --no-emit-index-url --no-emit-find-links --quiet)
    [ -n "$under" ] && args+=(--constraint "requirements/$under.lock")
    for extra in "$@"; do args+=(--extra "$extra"); done
    .venv/bin/uv pip compile "${args[@]}" $upgrade pyproject.toml --output-file "requirements/$name.lock" >/dev/null
    echo "lock: requirements/$name.lock"
}

upgrade=${1:-}
compile core ""
compile web core web
compile s3 web web s3
compile dev s3 web s3 dev
compile node dev node
compile bench dev web dev bench
compile spark dev web dev spark
