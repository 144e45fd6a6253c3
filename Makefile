# make demo   reads the bundled sample reports and prints what they say
# make test   runs the tests
# make check  lint, types, tests; make readme pastes real output; make accuracy scores the composed reports;
# make bench measures the packaged model on the public benchmarks
# Each does all of its own set-up; a fresh machine needs Python 3.11+ and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
TESTS ?= tests

.PHONY: demo test check lint types readme accuracy bench clean

demo: $(VENV)/.runtime
	@$(BIN)/tacitus demo

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 $(TESTS)

check: lint types test

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

readme: $(VENV)/.dev
	$(BIN)/python scripts/paste_output.py

accuracy: $(VENV)/.dev
	$(BIN)/python scripts/score_field.py

bench: $(VENV)/.dev
	$(BIN)/python scripts/score_model.py --check

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis demo.db demo.db-wal demo.db-shm

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Tacitus needs Python 3.11 or newer; name one with: make PYTHON=python3.12 demo' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt pyproject.toml | $(BIN)/python
	@echo 'Setting up (once) ...' >&2
	$(PIP) -r requirements.txt 'setuptools==80.9.0'
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	$(PIP) -r requirements-dev.txt
	@touch $@
