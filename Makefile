# Everything goes through .venv, which holds exactly what requirements/dev.lock names. Nothing to install by hand.
# All paths are relative: the tree works in a folder with spaces or Chinese characters.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:
export PYTHONUTF8 := 1

bin := .venv/bin
jobs ?= 2
rulebooks = $(wildcard src/kaogong/rulebooks/*/)
hash = $(shell { pwd; cat tools/setup.sh pyproject.toml package-lock.json requirements/$(1).lock; } | cksum | tr -s ' ' '-')
ready := .venv/.ready-$(call hash,dev)

.PHONY: help setup run demo test properties check drill bench spark clauses docs messages cases lock clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

setup: $(ready)  ## .venv with what the lock names; immediate when nothing changed
	@:

$(ready):
	@tools/setup.sh requirements/dev.lock $@

run: $(ready)  ## the house in the browser, with a demonstration city; Ctrl-C stops all of it
	@$(bin)/python -m kaogong.web run

demo: $(ready)  ## a worked appraisal at the command line, from rulebook to explained score
	@$(bin)/kaogong demo

test: $(ready)  ## all tests; writes build/clauses.json
	@$(bin)/python -m pytest -n $(jobs) --dist worksteal

properties: $(ready)  ## generated rulebooks, many more of them: engine against oracle
	@KAOGONG_PROPERTIES=1 $(bin)/python -m pytest -n $(jobs) --dist worksteal tests/core/properties tests/core/engine/explain/test_golden.py

check: $(ready)  ## style, types, import rules, rulebooks, generated pages
	@tools/check.sh

cases: $(ready)  ## the golden cases of every shipped rulebook
	@$(bin)/kaogong cases $(rulebooks)

clauses: $(ready)  ## which clauses of docs/clauses.yaml hold
	@$(bin)/python tools/clauses.py

docs: $(ready)  ## remake the generated pages
	@$(bin)/python tools/docs.py

messages: $(ready)  ## bring the English catalogue up to date and compile it
	@$(bin)/python tools/messages.py

drill: $(ready)  ## long walks: every button of the whole city; kill -9 the pages, the worker and the database
	@$(bin)/python -m pytest tests/drill -s

bench: $(ready)  ## measure; adds the bench extra to .venv
	@tools/setup.sh requirements/bench.lock .venv/.bench-$(call hash,bench)
	@$(bin)/python -m pytest tests/bench -m bench -s

spark: $(ready)  ## the same plans on Spark (needs Java 17); adds the spark extra to .venv
	@tools/setup.sh requirements/spark.lock .venv/.spark-$(call hash,spark)
	@$(bin)/python -m pytest -m spark

lock: $(ready)  ## remake requirements/*.lock; newest versions with: make lock upgrade=--upgrade
	@tools/lock.sh $(upgrade)

clean:  ## remove what was made, but keep .venv
	@rm -rf build dist src/*.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
