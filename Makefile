# Two commands: `make report` and `make test`. The first run makes .venv and installs netgov.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: report test style check bench words pages notebooks docs map-page clean

report: .venv/.ok
	$(BIN)/netgov report data -o out

test: .venv/.ok
	$(BIN)/python -m pytest -n auto

style: .venv/.ok
	$(BIN)/ruff format --check netgov tests docs benchmarks examples
	$(BIN)/ruff check netgov tests docs benchmarks examples
	$(BIN)/mypy

check: style test

bench: .venv/.ok
	$(BIN)/python benchmarks/bench.py

# After a sentence was added or changed: collect it, fill in its Indonesian, run again.
words: .venv/.ok
	$(BIN)/python docs/words.py

# After a card, column or command was changed: write the pages that come from the code.
pages: .venv/.ok
	$(BIN)/python docs/write.py

# After a story of examples was changed: write its notebook, run, with what its cells show.
notebooks: .venv/.ok
	$(BIN)/python docs/notebooks.py

# The documentation as a site to read and search, in docs/_build/html; it needs no network.
docs: .venv/.docs
	$(BIN)/sphinx-build -q -W --keep-going -d docs/_build/trees -c docs . docs/_build/html

.venv/.docs: .venv/.ok
	$(PIP) -e ".[docs]"
	@touch $@

# After a script or style of the map page was changed: build the two files that go into the page.
map-page: tests/web/node_modules/.package-lock.json
	npm run build --prefix tests/web

tests/web/node_modules/.package-lock.json: tests/web/package-lock.json
	npm ci --no-audit --no-fund --prefix tests/web
	@touch $@

.venv/.ok: pyproject.toml constraints.txt
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
	  { echo "netgov needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv
	$(PIP) -e ".[test]"
	@touch $@

clean:
	rm -rf .venv out out.audit.json docs/_build tests/web/node_modules
