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

step "ruff check" .venv/bin/ruff check --output-format concise
step "ruff format" .venv/bin/ruff format --check --output-format concise
step "mypy" .venv/bin/mypy
step "import rules" .venv/bin/lint-imports --no-logo
step "djlint" .venv/bin/djlint --quiet --lint src/kaogong
step "yamllint" .venv/bin/yamllint --strict .
step "rulebooks" .venv/bin/kaogong lint --quiet src/kaogong/rulebooks/*/
step "generated pages" .venv/bin/python tools/docs.py --check

printf '\n'
if [ ${#failed[@]} -gt 0 ]; then
    printf 'check: failed: %s\n' "${failed[@]}"
    exit 1
fi
echo "check: all passed"
