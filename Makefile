# What a developer types. `make` alone lists it.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help venv run test lint types contracts pytest test-slow bench check-pages screenshots docs reset clean
help:      ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

venv: .venv/made            ## build the environment in .venv, with .venv/bin/kalenner
.venv/made: setup.cfg pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/made-test: .venv/made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

run: venv catalogues        ## start everything on this machine, with the playground
	@exec $(BIN)/kalenner up

.PHONY: catalogues
catalogues: .venv/made
	@$(BIN)/python -c "from pathlib import Path; from kalenner._build import compile_catalogues; compile_catalogues(Path('.'), but=('.venv', 'build'))"

test: lint types contracts pytest   ## lint, types, import contracts, every test
lint: .venv/made-test       ## style and spelling
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/codespell
types: .venv/made-test      ## mypy
	$(BIN)/mypy core bot_adapter plugins
contracts: .venv/made-test  ## which room may import which
	$(BIN)/lint-imports
pytest: .venv/made-test catalogues
	sh tests/get-chromium.sh
	$(BIN)/pytest -n 2 --dist worksteal -m 'not slow'
test-slow: .venv/made-test catalogues  ## the tests that take longer than all the others
	$(BIN)/pytest -m slow

bench: .venv/made-test catalogues      ## every measured target, as a ratio to its floor
	$(BIN)/python -m benchmarks
check-pages: .venv/made-test catalogues ## every theme before the Nu checker, axe, Lighthouse and a scale
	$(BIN)/python -m tests.pages.check
screenshots: .venv/made-test catalogues ## pictures of every theme in each configuration, in build/screenshots
	$(BIN)/python -m tests.pages.screenshots
docs: .venv/made            ## write the references from the code
	$(BIN)/python docs/generate.py && $(BIN)/python docs/generate_themes.py
reset:                      ## forget all local data
	rm -rf var
clean: reset                ## forget the environment too
	rm -rf .venv build *.egg-info
