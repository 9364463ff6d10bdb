# The commands of INTERFACES: each does all of its own set-up and may be run again.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py

.PHONY: demo test judges check bench lock clean
.DEFAULT_GOAL := help

help:
	@echo "make demo    a working catalogue with demo data on http://127.0.0.1:$(PORT)"
	@echo "make test    the whole test suite"
	@echo "make judges  the readers of formats that some tests ask, in an environment of their own"
	@echo "make check   format, lint, types, import contracts, templates, migrations"
	@echo "make bench   the benchmarks, as ratios to the raw libraries"

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Marrow needs Python 3.11 or newer; set PYTHON=…")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

# Readers of formats that cannot be locked with the rest; some of them only for their schemas.
judges: $(VENV)/judges/made

$(VENV)/judges/made: tests/judges/requirements.txt tests/judges/schemas.txt | $(BIN)/python
	$(PYTHON) -m venv $(VENV)/judges
	$(VENV)/judges/bin/python -m pip install --quiet --disable-pip-version-check -r tests/judges/requirements.txt
	$(VENV)/judges/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r tests/judges/schemas.txt
	@touch $@

$(VENV)/test: requirements-test.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@ $(VENV)/run

demo: $(VENV)/run
	PORT=$(PORT) $(BIN)/python -m deploy.demo

test: $(VENV)/test
	$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint templates
	DATA_DIR=$(VENV)/check-data $(MANAGE) makemigrations --check --dry-run
	DATA_DIR=$(VENV)/check-data $(MANAGE) check --fail-level WARNING

bench: $(VENV)/test
	$(BIN)/python -W error -m tests.bench $(ARGS)

lock:
	uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 pyproject.toml -o requirements.txt
	uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 pyproject.toml --group test -o requirements-test.txt

clean:
	rm -rf $(VENV) var
