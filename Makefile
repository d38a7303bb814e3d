# What a developer types. `make` alone lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# Exactly these versions, by the digests of their files; renewed by `make requirements`.
PINNED := install --require-hashes --requirement
# The project itself, which has no digest, with what is installed already.
PROJECT := install --no-deps --no-build-isolation --editable .

.PHONY: help python venv run test lint types contracts pytest test-slow newest requirements cities mutants bench figures soak \
	check-pages screenshots covers samples docs compare reset clean
help:      ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

python:
	@$(PYTHON) requirements/check_python.py

venv: $(VENV)/made          ## build the environment in .venv, with .venv/bin/kalenner
$(VENV)/made: requirements/run.txt setup.cfg pyproject.toml | python
	@echo "KALENNER is installed into $(VENV), once: one to three minutes, most of them for the second of three steps."
	@echo "1 of 3: making the environment"
	@$(PYTHON) -m venv $(VENV)
	@echo "2 of 3: fetching the libraries, $$(grep -c '==' requirements/run.txt) of them"
	@$(PIP) $(PINNED) requirements/run.txt
	@echo "3 of 3: installing KALENNER"
	@$(PIP) $(PROJECT)
	@touch $@

$(VENV)/made-test: requirements/test.txt $(VENV)/made
	$(PIP) $(PINNED) requirements/test.txt
	@touch $@

run: venv catalogues        ## start everything on this machine, with the playground; KALENNER_WEB__PORT chooses its port
	@echo "Starting; the addresses follow in a few seconds."
	@exec $(BIN)/kalenner up

.PHONY: catalogues
catalogues: $(VENV)/made
	@$(BIN)/python -c "from pathlib import Path; from kalenner._build import compile_catalogues; compile_catalogues(Path('.'), but=('.venv', 'build'))"

test: lint types contracts pytest   ## lint, types, import contracts, every test
lint: $(VENV)/made-test     ## style, spelling, imports inside functions
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/codespell
	$(BIN)/python tools/local_imports.py
types: $(VENV)/made-test    ## mypy
	$(BIN)/mypy core bot_adapter plugins
contracts: $(VENV)/made-test  ## which room may import which
	$(BIN)/lint-imports
pytest: $(VENV)/made-test catalogues
	sh tests/get-chromium.sh
	sh tests/get-clamd.sh
	$(BIN)/pytest -n 3 --dist worksteal -m 'not slow'
test-slow: $(VENV)/made-test catalogues  ## the tests that take longer than all the others
	$(BIN)/pytest -m slow
newest:                     ## the tests with the newest of everything, in an environment that is removed again
	sh tests/newest.sh

mutants: build/mutants/made ## whether the tests notice mutants of the modules that matter most; an hour and more
	build/mutants/bin/python -c "from pathlib import Path; from kalenner._build import compile_catalogues; compile_catalogues(Path('.'), but=('.venv', 'build'))"
	build/mutants/bin/python -m tools.mutants $(MODULES)
build/mutants/made: requirements/test.txt requirements/mutants.txt setup.cfg pyproject.toml | python
	$(PYTHON) -m venv build/mutants
	build/mutants/bin/python -m pip --quiet --disable-pip-version-check $(PINNED) requirements/test.txt
	build/mutants/bin/python -m pip --quiet --disable-pip-version-check $(PINNED) requirements/mutants.txt
	build/mutants/bin/python -m pip --quiet --disable-pip-version-check $(PROJECT)
	@touch $@

requirements: build/tools/made         ## write requirements/*.txt anew, with the newest versions that setup.cfg allows
	sh requirements/renew.sh
build/tools/made: requirements/tools.txt
	$(PYTHON) -m venv build/tools
	build/tools/bin/python -m pip --quiet --disable-pip-version-check $(PINNED) requirements/tools.txt
	@touch $@
cities: $(VENV)/made        ## write the cities of core/kalenner/zones/geonames anew
	rm -rf build/cities
	$(PIP) $(PINNED) requirements/cities.txt --target build/cities
	PYTHONPATH=build/cities $(BIN)/python tools/cities.py

bench: $(VENV)/made-test catalogues    ## every measured target, as a ratio to its floor
	$(BIN)/python -m benchmarks
figures: $(VENV)/made-test catalogues  ## what docs/safety.md claims, counted, in docs/figures.md; SLOW=1 with the large numbers
	$(BIN)/python -m tools.figures $(if $(SLOW),--slow)
soak: $(VENV)/made-test catalogues     ## 24 simulated hours in ten minutes: whether memory, rows or files grow; ENGINE=postgresql
	$(BIN)/python -m tools.soak $(or $(ENGINE),sqlite)
check-pages: $(VENV)/made-test catalogues ## every theme before the Nu checker, axe, Lighthouse and a scale
	$(BIN)/python -m tests.pages.check
screenshots: $(VENV)/made-test catalogues ## pictures of every theme in each configuration, in build/screenshots, and README.md's of the playground
	$(BIN)/python -m tests.pages.screenshots && $(BIN)/python -m tests.journeys.playground_picture
covers: $(VENV)/made-test catalogues ## the pictures of each design that the home page shows, one a language
	$(BIN)/python -m tests.pages.covers
samples: $(VENV)/made-test catalogues ## the pictures of the sample practices
	$(BIN)/python -m tests.themes.draw_samples
compare: $(VENV)/made-test  ## what people see here against REVISION, by default the last commit
	$(BIN)/python -m tests.comparison compare --revision $(or $(REVISION),HEAD)
docs: $(VENV)/made          ## write the references from the code
	$(BIN)/python docs/generate.py && $(BIN)/python docs/generate_themes.py && $(BIN)/python docs/generate_screens.py
	$(BIN)/python docs/generate_help.py
reset:                      ## forget all local data
	rm -rf var
clean: reset                ## forget the environment too
	rm -rf $(VENV) build *.egg-info
