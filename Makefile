# Two commands from a fresh clone: `make demo` and `make test`.  Needed: Python >= 3.11, pip, make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What an installed copy depends on: a change here installs anew.
INPUTS := pyproject.toml hatch_build.py src/cchc_cli/__init__.py $(shell find src -name '*.po')
EXAMPLE := examples/thai_tan

.PHONY: demo test check lint format messages examples bench clean

demo: $(VENV)/.installed  ## set up and evaluate the bundled example
	@$(BIN)/cchc evaluate $(EXAMPLE)/data --period 2025-09 --exit-zero

test: $(VENV)/.developed  ## set up and run all tests
	$(BIN)/python -m pytest -q -n auto --dist worksteal

check: lint test  ## all that must pass

lint: $(VENV)/.developed  ## format, lint, types, imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(VENV)/.developed  ## put the code into the project's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

messages: $(VENV)/.developed  ## compile the catalogues after a change of a .po file
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .

examples: $(VENV)/.developed  ## write the example's expected reports again
	$(BIN)/python tests/test_examples.py --write

bench: $(VENV)/.developed  ## measure start-up, throughput, closed months, each against another in the same run
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/throughput.py
	$(BIN)/python benchmarks/workbooks.py
	$(BIN)/python benchmarks/limits.py
	$(BIN)/python benchmarks/closed_months.py

clean:  ## remove everything that was set up or built
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.created:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cchc needs Python 3.11 or newer; try: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.created $(INPUTS)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.developed: $(VENV)/.created $(INPUTS)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.installed
