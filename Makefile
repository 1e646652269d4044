# Two commands do everything on a fresh machine: `make run` and `make test`.
# Python 3.11+ and make are all that is promised; uv and, where needed, Node come from PyPI.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
# compiled once, and not in each of the hundreds of processes that the tests start
unexport PYTHONDONTWRITEBYTECODE
UV := .tools/bin/uv
BIN := .venv/bin
WORKERS ?= 2

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | column -ts $$'\t'

run: setup ## build, load the demo company once, serve on http://127.0.0.1:8000 with a worker beside it
	$(BIN)/tonglu demo --if-empty
	$(BIN)/tonglu serve --with-worker

test: setup provide lint test-unit test-walk test-solvers test-postgres test-front spark test-slow test-browser ## everything that CI runs

# --- set-up -----------------------------------------------------------------
setup: .venv/.stamp front messages ## the environment, the built front ends, the compiled catalogues

messages: .venv/.stamp
	@$(BIN)/python scripts/messages compile

$(UV):
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check uv

.venv/.stamp: pyproject.toml uv.lock | $(UV)
	$(UV) sync --locked --quiet
	@touch $@

front: .venv/.stamp
	@scripts/front build

provide: .venv/.stamp ## the database server and browser that the tests need (only where CI=true)
	@scripts/provide

spark: .venv/.stamp ## the extra that the cluster test needs; nothing else does
	@$(UV) sync --locked --inexact --extra spark --quiet

# --- checks -----------------------------------------------------------------
lint: setup ## ruff, mypy, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python scripts/messages check

SOLVERS := tonglu/solvers benchmarks
# neighbours stay on one worker, so that a module's scene is set once; schemathesis is for the slow suite alone
PYTEST := $(BIN)/pytest -n $(WORKERS) --dist worksteal -p no:schemathesis
HOUSE := $(foreach path,$(SOLVERS),--ignore=$(path))

test-unit: setup ## the fast suite on SQLite
	$(PYTEST) $(HOUSE) -m "not browser and not slow and not walk"

test-walk: setup ## every page, role and record in turn, on SQLite
	$(PYTEST) $(HOUSE) -m walk

test-solvers: setup ## the solvers, which know no database (their kernels compile on the first run)
	EXAMPLES=thorough $(PYTEST) $(SOLVERS) -m "not slow"

test-postgres: setup ## the fast suite and the walk on PostgreSQL, with four times the examples of each property
	@EXAMPLES=thorough scripts/with-postgres $(PYTEST) $(HOUSE) -m "not browser and not slow"

test-slow: setup spark ## servers, imports and writers at once; a cluster
	$(BIN)/pytest -m "slow and not browser"
	@scripts/with-postgres $(BIN)/pytest -m slow -k postgresql tests/slow

test-browser: setup ## the main jobs in a real browser
	$(BIN)/pytest -m browser

test-front: front ## type check and unit tests of the phone app
	@scripts/front test

format: setup ## put the code into its one shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove what was built (never var/, your data)
	rm -rf .venv .tools node_modules tonglu/web/{desk,phone,paper}/built

.PHONY: help run test setup messages front provide spark lint test-unit test-walk test-solvers test-postgres test-slow test-browser test-front format clean
