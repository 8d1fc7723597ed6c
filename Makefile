# `make` lists the targets.  Messages that a report's author meets are Indonesian, the rest is for maintainers.
# Exit status: make turns every failure into 2; a scheduled run that needs lakip's own 1, 2 or 3 calls .venv/bin/lakip.

PYTHON ?= python3
YEAR ?= 2024
TEST_JOBS ?= 2
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
STEP = @printf '%s\n'

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
.PHONY: help env report lab test coverage soak test-tools lint format bench docs lock clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1|/p' Makefile | while IFS='|' read -r name text; do printf '  make %-11s %s\n' "$$name" "$$text"; done

env: .venv/.installed ## make the environment in .venv (again only when requirements.lock or pyproject.toml changed)

# Two stamps: a new lock makes a new environment, another change of pyproject.toml only installs the package again.
.venv/.locked: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { printf '%s\n' 'Perlu Python 3.11 atau lebih baru: make PYTHON=/path/ke/python3' >&2; exit 1; }
	$(STEP) 'Menyiapkan lingkungan Python di .venv (sekali saja, sekitar satu menit) ...'
	@$(PYTHON) -m venv --clear .venv
	@$(PIP) install --no-compile --require-hashes -r requirements.lock
	@$(BIN)/python -m compileall -qq -j 0 .venv/lib || true  # on all cores: pip itself takes a minute longer
	@touch $@

.venv/.installed: .venv/.locked pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

report: env ## make the report of a year: make report YEAR=2024 [JOBS=2] [ROOT=folder of the office]
	@$(BIN)/lakip build --year $(YEAR) $(if $(ROOT),--root "$(ROOT)") $(if $(JOBS),--jobs $(JOBS))

lab: env ## open JupyterLab with the start notebook: make lab [YEAR=2024] [ROOT=folder of the office]
	@$(BIN)/lakip lab $(if $(filter command line,$(origin YEAR)),--year $(YEAR)) $(if $(ROOT),--root "$(ROOT)")

test: env test-tools ## run every test; ARGS="-k name" picks some
	@$(BIN)/python -m pytest --numprocesses $(TEST_JOBS) $(ARGS)

coverage: env test-tools ## run every test and tell which lines of lakip_lib none of them reaches
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest --numprocesses $(TEST_JOBS) $(ARGS) || true  # limits of time may not hold while measured
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

soak: env test-tools ## run the longer versions of some tests, for hours; ARGS="-k name" picks some
	@$(BIN)/python -m pytest --numprocesses $(TEST_JOBS) -m soak $(ARGS)

test-tools: .venv/.installed # what some tests need from Debian and npm, where this user may install it
	@sh tools/install-test-tools.sh
	@sh tools/install-checkers.sh

lint: env ## check style, formatting, the directions of imports and types; changes nothing
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/lint-imports
	@$(BIN)/mypy

format: env ## format the code and apply ruff's safe fixes
	@$(BIN)/ruff check --fix-only
	@$(BIN)/ruff format

bench: env ## measure against what else there is, write benchmarks/RESULTS.md: ARGS="7 --long"
	@$(BIN)/python -m benchmarks.bench $(ARGS)

docs: env ## write the data dictionary, docs/kamus-data.md, from the schema
	@$(BIN)/python -m lakip_lib.dictionary > docs/kamus-data.md.new
	@mv docs/kamus-data.md.new docs/kamus-data.md

lock: ## resolve requirements.lock again: ARGS=--upgrade takes the newest versions
	@$(PYTHON) tools/lock.py $(ARGS)

clean: ## remove outputs/ and data/processed/ (the next report makes them again)
	@rm -rf outputs data/processed
