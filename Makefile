# The project's commands. `make crawl` and `make test` do all the set-up they need.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PROVINCE ?=
DB ?=

ifeq ($(PROVINCE),)
CRAWL = -a portals=data/sample_portals.csv -a archive=data/sample.warc.gz -s GOV_REPORTS_DB=$(or $(DB),data/sample.db) -s GOV_REPORTS_ARCHIVE=
else
CRAWL = -a province=$(PROVINCE) $(if $(DB),-s GOV_REPORTS_DB=$(DB))
endif

.PHONY: crawl test test-slow bench accuracy audits check format clean help

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

crawl: $(VENV)/crawl ## crawl the sample province (make crawl PROVINCE=甘肃: the live portals)
	$(BIN)/scrapy crawl gov_reports $(CRAWL)

test: $(VENV)/dev ## the test suite, on all cores
	$(BIN)/python -m pytest -n auto --dist loadfile

test-slow: $(VENV)/extras ## the slow tests, those of OCR and of the browser among them (installs the extras)
	$(BIN)/python -m pytest -m slow -n auto --dist loadfile

accuracy: $(VENV)/dev ## score the reading on the golden cases, field by field
	$(BIN)/python -m tests.accuracy

audits: $(VENV)/dev ## measure the audits: contradictions found, false alarms
	$(BIN)/python -m tests.audits

bench: $(VENV)/dev ## measure reading and crawling, as ratios
	$(BIN)/python -m tests.bench

check: $(VENV)/dev ## format, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/scrapy-lint
	$(BIN)/mypy

format: $(VENV)/dev ## put the code in form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## remove the environment and what tests leave
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("gov-reports needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/crawl: $(VENV)/bin/python pyproject.toml .ci/constraints.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check -c .ci/constraints.txt -e .
	@touch $@

$(VENV)/dev: $(VENV)/bin/python pyproject.toml .ci/constraints.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check -c .ci/constraints.txt -e ".[dev]"
	@touch $@ $(VENV)/crawl

$(VENV)/extras: $(VENV)/bin/python pyproject.toml .ci/constraints.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check -c .ci/constraints.txt -e ".[dev,ocr,browser]"
	@touch $@ $(VENV)/dev $(VENV)/crawl
