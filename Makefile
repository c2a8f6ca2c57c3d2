# Two commands for a newcomer: `make run` and `make test`. Both set up what they need in .venv.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
GOLD ?= ../shared/gold

.PHONY: setup run test lint site score bench clean
.DELETE_ON_ERROR:

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Cần Python 3.11 trở lên / Python 3.11 or later is needed")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

# The pages carry the checks: `site` runs them.
site: setup
	$(BIN)/directive-kg build --store .store
	$(BIN)/directive-kg site --out site $(SITE_OPTIONS)

# A server stands behind these pages: its questions have forms. They are for whoever opens them today.
run: SITE_OPTIONS := --served --today $(shell date +%F)
run: site
	$(BIN)/directive-kg serve --site site --store .store --dumps .dumps --port $(PORT)

test: setup
	$(BIN)/python -m pytest -n 2

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# How near the extraction comes to the transcriptions in $(GOLD).
score: setup
	$(BIN)/python benchmarks/score.py --gold $(GOLD)

bench: setup
	$(BIN)/python benchmarks/run.py

# The locked versions, anew: hashes only, no address of any index.
requirements.lock: pyproject.toml
	uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --output-file $@

clean:
	rm -rf .venv site .store dist
