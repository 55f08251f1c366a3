#!/usr/bin/env bash
# Every check, each under its name. All of them run; the exit code says whether any failed.
set -u
failed=()

step() {  # name, command...
    local name=$1
    shift
    printf '\n== %s\n' "$name"
    "$@" || failed+=("$name")
}

rulebooks() {
    local book code=0
    for book in src/kaogong/rulebooks/*/; do
        [ -e "$book" ] || { echo "no rulebooks yet"; return; }
        .venv/bin/kaogong lint "$book" || code=1
    done
    return $code
}

step "ruff check" .venv/bin/ruff check --output-format concise
step "ruff format" .venv/bin/ruff format --check --output-format concise
step "mypy" .venv/bin/mypy
step "import rules" .venv/bin/lint-imports --no-logo
step "yamllint" .venv/bin/yamllint --strict .
step "rulebooks" rulebooks
step "generated pages" .venv/bin/python tools/docs.py --check

printf '\n'
if [ ${#failed[@]} -gt 0 ]; then
    printf 'check: failed: %s\n' "${failed[@]}"
    exit 1
fi
echo "check: all passed"
