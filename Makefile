# Two commands: `make up` runs everything, `make test` checks everything. The rest is for the inner loop.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 8

env: ## the .venv with the leeward command in it
	@sh scripts/env.sh runtime

devenv:
	@sh scripts/env.sh dev

up: env ## install, prepare a demo organisation, run everything
	@sh scripts/system.sh up
	@exec $(BIN)/leeward up --demo

check: devenv ## format, lint, types, contracts and the fast tests
	@sh scripts/check.sh

test: devenv ## every check that must hold on each change
	@sh scripts/system.sh test
	@sh scripts/test.sh

bench: devenv ## the benchmarks, as a table and as JSON
	@$(BIN)/leeward bench

tour: devenv ## the pictures of docs/use/tour.md, taken anew
	@sh scripts/system.sh test
	@PYTHONPATH=. $(BIN)/python -m scripts.tour

texts: devenv ## every text shown, collected for translators
	@PYTHONPATH=. $(BIN)/python -m scripts.texts

soak: devenv ## the long versions, not part of CI
	@sh scripts/soak.sh

.PHONY: help env devenv up check test bench texts tour soak
