# Two commands for everybody: `make demo` and `make test`. Both need Python 3.11 or later with venv, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
SITE := $(VENV)/.installed-docs
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -c constraints.txt
# Extras behind the commands that the README shows.
SHOWN := fast,plot,rules,sweep,sensitivity

.PHONY: demo test test-all test-lowest test-newest lint format bench docs site clean

$(READY): pyproject.toml constraints.txt
	@echo "installing openrace into $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) -e ".[$(SHOWN)]"
	@touch $@

$(DEV): $(READY)
	@echo "installing what the tests need (once)"
	@$(PIP) -e ".[dev]"
	@touch $@

demo: $(READY)
	@$(BIN)/openrace shift alice-bob --set alice.slowness=2 --do release:bob@4

test: $(DEV)
	$(BIN)/python -m pytest -q -n 2 --dist loadfile

# Slow proofs too, and random tests draw new examples.
test-all: $(DEV)
	$(BIN)/python -m pytest -q -n 2 --dist loadfile -m "slow or not slow" --hypothesis-profile=search

lint: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The oldest dependencies that work, on the oldest Python, and the newest that there are.
test-lowest:
	.ci/installed -c constraints-lowest.txt

test-newest:
	.ci/installed --upgrade

# The explorer as a folder to put on a web site, with Python in the browser; PYODIDE is an unpacked full Pyodide.
site: $(READY)
	@$(BIN)/python -m docs.tools.explorer_site site $(PYODIDE)

bench: $(DEV)
	$(BIN)/python -m benchmarks

$(SITE): $(READY)
	@echo "installing what the site needs (once)"
	@$(PIP) -e ".[docs]"
	@touch $@

# The pages that are written from the code, the pictures by the commands beside them, then the site; tutorials and the
# gallery run while it is built, and warnings are errors.
docs: $(SITE)
	$(BIN)/python -m docs.tools.parts_page
	$(BIN)/python -m docs.tools.stories_page
	$(BIN)/python -m docs.tools.commands
	$(BIN)/python -m docs.tools.replication_page
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html

clean:
	rm -rf $(VENV) docs/_build docs/gallery docs/reference/generated build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis out
