# Two commands do all the set-up on a fresh machine: `make run` and `make test`.
#
# PYTHON      the interpreter to make .venv with (3.11 or newer)
# PIP_OPTIONS given to every `pip install`, for instance --extra-index-url URL to take torch's CPU build
# PYTEST_OPTIONS  given to pytest by `make test`
# INDEX, HOST, PORT  where `make run` keeps its index and listens

PYTHON ?= python3
PIP_OPTIONS ?=
PYTEST_OPTIONS ?=
INDEX ?= index
HOST ?= 127.0.0.1
PORT ?= 8000

VENV := .venv
MANBA := $(VENV)/bin/manba
STAMP := $(VENV)/.installed
# The constraints are the set tried with Python 3.11; with another, pip resolves the ranges of pyproject.toml, and only
# torch is taken from them.
CONSTRAINTS := $(shell $(PYTHON) -c 'import sys; print("-c constraints.txt" if sys.version_info[:2] == (3, 11) else "")')
TORCH := $(shell sed -n 's/^\(torch==.*\)/\1/p' constraints.txt)

.PHONY: install run test check format clean

install: $(STAMP)

# torch is installed first: asked for by another package it would come as the build with CUDA, several gigabytes.
$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet $(PIP_OPTIONS) $(TORCH)
	$(VENV)/bin/python -m pip install --quiet $(PIP_OPTIONS) $(CONSTRAINTS) --editable '.[dev]'
	$(VENV)/bin/python -m pip check
	touch $@

run: install
	$(MANBA) build --corpus corpus --index $(INDEX)
	$(MANBA) serve --index $(INDEX) --host $(HOST) --port $(PORT)

check: install
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy

# Types are checked beside the tests: the two hardly hinder each other, and either takes its time.
test: install
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy > $(VENV)/types.log 2>&1 & types=$$!; \
	$(VENV)/bin/pytest $(PYTEST_OPTIONS); tests=$$?; \
	wait $$types; untyped=$$?; cat $(VENV)/types.log; \
	test $$tests -eq 0 -a $$untyped -eq 0

format: install
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

clean:
	rm -rf $(VENV) index .mypy_cache .ruff_cache .pytest_cache .hypothesis
