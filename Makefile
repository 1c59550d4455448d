# Two commands matter: `make run` and `make test`. Each installs what it needs from the lock files.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
SERVICES := api-gateway strategy-ai-worker backtest-engine market-data-service market-research-service
LIBRARIES := libs/contracts libs/strategy-language libs/service-kit database
PACKAGES := $(LIBRARIES) $(SERVICES) launcher
RUNTIME_LOCKS := $(foreach package,$(SERVICES) launcher,requirements/$(package).txt)
PAGE_SOURCES := $(shell find frontend/src frontend/public -type f 2>/dev/null) $(wildcard frontend/*.ts frontend/*.mjs frontend/*.json)
UV := $(BIN)/uv pip
COMPILE := $(UV) compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: .venv/compiled frontend/out/index.html ## Start everything on this machine, without Docker, and print the address
	@exec $(BIN)/vibe up $(if $(PORT),--port $(PORT))

test: test-python test-page test-e2e ## All tests that need no Docker

test-python: .venv/development .venv/compiled ## Tests of the Python packages
	$(BIN)/pytest -q -n 2 --dist loadfile --ignore tests/e2e

test-page: frontend/node_modules/.installed ## Component tests of the page
	cd frontend && npm run --silent test

test-e2e: .venv/development .venv/compiled .venv/tools/installed frontend/out/index.html ## The main job against the live embedded stack, in a real browser too
	$(BIN)/pytest -q tests/e2e

check: .venv/development frontend/node_modules/.installed ## Format, lint, types, import rules, generated files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) --no-print-directory schema
	git diff --exit-code --stat -- docs/reference frontend/src/api/generated || (echo 'Generated files are out of date: commit what `make schema` wrote.'; exit 1)
	cd frontend && npm run --silent lint && npm run --silent typecheck

schema: .venv/development frontend/node_modules/.installed ## Make the generated files again: schema, reference pages, OpenAPI, page client
	$(BIN)/python -m strategy_language.reference docs/reference
	$(BIN)/python -m api_gateway.openapi docs/reference/openapi.json
	$(BIN)/python -m api_gateway.reference_page docs/reference/api.md
	cd frontend && npm run --silent generate

client: .venv/tools/installed ## Make the Python client of the API in clients/python
	@PATH="$(CURDIR)/.venv/tools/bin:$$PATH" openapi-python-client generate --path docs/reference/openapi.json --config clients/python.yaml \
	  --output-path clients/python --overwrite

bench: .venv/development .venv/compiled ## Measure: ratios, printed and kept in bench-history.jsonl
	$(BIN)/python -m tests.benchmarks

load: .venv/development .venv/compiled .venv/tools/installed ## 200 people at once for three minutes: percentiles, kept like other measures
	$(BIN)/python -m tests.benchmarks load

fuzz: .venv/development .venv/compiled ## At least 20,000 invented requests against the live embedded stack
	FUZZ=long $(BIN)/pytest -q tests/e2e/test_fuzz.py

compose-test: .venv/development ## The eight containers, for real (needs a Docker engine)
	$(BIN)/pytest -q -x -s tests/compose

env: ## Write a .env with secrets of its own for the compose stack
	@test ! -e .env || (echo '.env is there already; take it away first.'; exit 1)
	@sed -e "s|^POSTGRES_PASSWORD=.*|POSTGRES_PASSWORD=$$(openssl rand -hex 24)|" -e "s|^SERVICE_SECRET=.*|SERVICE_SECRET=$$(openssl rand -hex 32)|" \
	  -e "s|^JWT_SECRET=.*|JWT_SECRET=$$(openssl rand -hex 32)|" -e "s|^SECRETS_KEYS=.*|SECRETS_KEYS=1:$$(openssl rand -base64 32)|" .env.example > .env
	@chmod 600 .env && echo 'Wrote .env. Next: docker compose up --build'

lock: ## Make the lock files again from what the packages ask for
	$(COMPILE) requirements/build.in -o requirements/build.txt
	$(COMPILE) requirements/tools.in -o requirements/tools.txt
	$(COMPILE) --override requirements/overrides.in $(PACKAGES:%=%/pyproject.toml) requirements/development.in -o requirements/development.txt
	for package in $(SERVICES) launcher; do \
	  $(COMPILE) --override requirements/overrides.in -c requirements/development.txt $(LIBRARIES:%=%/pyproject.toml) $$package/pyproject.toml -o requirements/$$package.txt; \
	done

.venv/bin/uv: requirements/build.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	@touch $@

# Compiled once for this code and this machine, so that nobody's first run waits for a compiler.
export NUMBA_CACHE_DIR := $(CURDIR)/.venv/numba-cache
.venv/compiled: .venv/runtime $(shell find backtest-engine/src/backtest_engine/domain -name '*.py')
	@echo 'Compiling the simulation kernel ...'
	@$(BIN)/python -P -m backtest_engine warm-up
	@touch $@

# Whoever has the development tools has all that running needs.
.venv/runtime: .venv/bin/uv $(RUNTIME_LOCKS) $(PACKAGES:%=%/pyproject.toml)
	@echo 'Installing the Python packages of the lock (first time: a minute or two) ...'
	@$(UV) install --quiet --compile-bytecode --require-hashes $(RUNTIME_LOCKS:%=-r %)
	@$(UV) install --quiet --no-deps --no-build-isolation $(PACKAGES:%=-e %)
	@touch $@

.venv/development: .venv/runtime requirements/development.txt
	@$(UV) install --quiet --require-hashes -r requirements/development.txt
	@touch $@

# Programs that cannot share an environment with the house: they pin what it uses.
.venv/tools/installed: .venv/bin/uv requirements/tools.txt
	@$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python .venv/tools
	@$(UV) install --quiet --python .venv/tools/bin/python --require-hashes -r requirements/tools.txt
	@touch $@

frontend/node_modules/.installed: frontend/package-lock.json
	@echo 'Installing the packages of the page ...'
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

frontend/out/index.html: frontend/node_modules/.installed $(PAGE_SOURCES)
	@echo 'Building the page ...'
	@cd frontend && npm run --silent build > .build.log 2>&1 || (cat .build.log; exit 1)
	@touch $@

.PHONY: help run test test-python test-page test-e2e check schema bench client load fuzz compose-test env lock
