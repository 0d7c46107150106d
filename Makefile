# Everything from a bare clone: Python 3.11 or newer and make are enough.
PYTHON ?= python3
VENV   ?= .venv
HOST   ?= 127.0.0.1
PORT   ?= 8080
BIN    := $(VENV)/bin
DATA   ?= $(or $(ANSWERBOT_DATA),../shared/data)
FIGURE_SETS ?= $(patsubst %/corpus.jsonl,%,$(wildcard $(foreach set,hint3_sofmattress hint3_powerplay11 \
	stackfaq covidfaq_en unlockpa_it covidqa_de banking77_oos clinc150 cdtn_fr mtragun_gov_cloud,$(DATA)/dev/$(set)/corpus.jsonl)))
TAUGHT_SETS ?= $(patsubst %/train.jsonl,%,$(wildcard $(FIGURE_SETS:%=%/train.jsonl)))
LEFT_OUT ?= build/left-out
QUALITY_SETS ?= corpora/samples/farview $(patsubst %/qrels.tsv,%,$(wildcard $(DATA)/dev/*/qrels.tsv))

.DEFAULT_GOAL := help
.PHONY: help install demo widget test check bench figures quality screenshots docs lock clean

help:  ## what there is to make
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(VENV)/.installed  ## a .venv with everything (PIP_ARGS are passed to pip)

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "answerbot needs Python 3.11 or newer; choose one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --disable-pip-version-check --quiet $(PIP_ARGS) -c constraints.txt -e '.[index,oidc,dev]'
	@touch $@

demo: install  ## the running product on a sample help center (HOST, PORT)
	@exec $(BIN)/answerbot demo --host $(HOST) --port $(PORT)

widget: widget/node_modules/.installed  ## widget/dist from widget/src (needs Node and npm)
	cd widget && npm run --silent build

widget/node_modules/.installed: widget/package.json widget/package-lock.json
	cd widget && npm ci --no-audit --no-fund --silent
	@touch $@

check: install  ## lint, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check  ## everything: check, then all tests, on all cores (PYTEST_ARGS)
	$(BIN)/pytest -n auto --dist loadfile $(PYTEST_ARGS)

figures: install  ## the published figures: each set by coefficients that never saw it
	$(BIN)/python -m eval.fit $(FIGURE_SETS) --left-out $(LEFT_OUT)
	$(BIN)/answerbot evaluate $(FIGURE_SETS) --coefficients $(LEFT_OUT) --typing --noise
	$(BIN)/answerbot evaluate $(TAUGHT_SETS) --coefficients $(LEFT_OUT) --train train.jsonl

bench: install  ## /v1/suggest over HTTP beside the same pipeline by hand
	$(BIN)/python -m eval.bench $(BENCH_ARGS)

quality: install  ## all labelled folders against the figures in eval/regressions.toml
	$(BIN)/answerbot evaluate $(QUALITY_SETS) --check eval/regressions.toml $(QUALITY_ARGS)

screenshots: install  ## each state of the widget, into docs/images
	$(BIN)/python -m tests.browser.screenshots

docs: install  ## write the generated parts of docs/
	$(BIN)/python -m answerbot.docs

lock: install  ## pin what is installed in constraints.txt
	$(BIN)/pip freeze --exclude-editable | sed -E 's/\+cpu$$//' | grep -v ' @ ' > constraints.txt

clean:  ## remove the environment and caches (not ./answerbot-data)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
