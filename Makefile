# The commands of a checkout. `make demo` and `make test` need Python 3.11 to 3.13, git and make; nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PRODUCT := $(VENV)/.product
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary=:all: -c deploy/constraints.txt
BROKERS ?= 1
PORT ?= 9092

.PHONY: demo test check eval kafka kafka-stop bench clean docs test-kafka test-operate test-compose test-train test-browser test-observe test-asyncapi mutants chaos chaos-long sbom

demo: $(PRODUCT)  ## an invented wire through all five stages, the alerts, the account (BOARD=1 keeps the board open)
	$(BIN)/streams demo $(if $(BOARD),--board)

test: $(READY)  ## all tests that need neither Java nor Docker
	$(BIN)/python -m pytest

test-kafka: $(READY)  ## tests on Apache Kafka from Maven (Java 17, Maven)
	$(BIN)/python -m pytest -m kafka tests --ignore tests/operate

test-operate: $(READY)  ## the pages of docs/operate, their commands run on Apache Kafka (half an hour)
	$(BIN)/python -m pytest -m kafka tests/operate

test-compose: $(READY)  ## tests on docker compose
	$(BIN)/python -m pytest -m compose tests

test-browser: $(READY)  ## the board in a browser (Chromium)
	$(BIN)/python -m pytest -m browser tests

PROMTOOL ?= $(or $(shell command -v promtool),deploy/observe/.bin/promtool)
test-observe: $(READY) $(PROMTOOL)  ## the alert rules and the dashboard, by promtool (Go, if promtool is not on the PATH)
	NEWSWIRE_PROMTOOL=$(PROMTOOL) $(BIN)/python -m pytest -m promtool tests

# v0.316.0 of the module is Prometheus 3.16.0, as in docker-compose.yml; the other ways of service discovery are a gigabyte of clouds' clients
deploy/observe/.bin/promtool:
	GOBIN=$(CURDIR)/deploy/observe/.bin CGO_ENABLED=0 go install -tags=remove_all_sd,enable_dns_sd \
	  github.com/prometheus/prometheus/cmd/promtool@v0.316.0
PARSER := .asyncapi
test-asyncapi: $(READY)  ## the AsyncAPI document by AsyncAPI's own parser (Node.js 18 or later, npm)
	npm install --silent --no-save --prefix $(PARSER) @asyncapi/parser@3.6.6
	NEWSWIRE_ASYNCAPI_PARSER=$(PARSER) $(BIN)/python -m pytest -m node tests

chaos: $(READY)  ## faults on three brokers beside an undisturbed run: what is lost, doubled, left open (the short form, 3 min)
	$(BIN)/python -m tests.chaos

chaos-long: $(READY)  ## every fault, and 20 storms of them (an hour)
	$(BIN)/python -m tests.chaos --long --seeds 20

test-train: $(READY)  ## the recipe of the language model in miniature (installs torch: 6 GB, 5 minutes)
	$(PIP) --no-build-isolation -e '.[dev,train]'
	$(BIN)/python -m pytest -m train tests

mutants: $(READY)  ## each guard taken out of a copy of the source, and the test that goes red
	$(BIN)/python -m tests.mutants

docs: $(READY)  ## the documentation as a site in .site, every link checked, and its spelling
	$(PIP) --no-build-isolation -e '.[dev,docs]'
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --config-file deploy/mkdocs.yml
	$(BIN)/codespell $$(git ls-files '*.md' 'streams/*.py' docker-compose.yml)

check: $(READY)  ## lint, format, types, and the order of the rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

sbom: $(PRODUCT)  ## a bill of materials (CycloneDX) of what is installed here, in sbom.json
	$(BIN)/python deploy/sbom.py > sbom.json

DATA ?= ../shared/data
eval: $(READY)  ## every stage on the development data, beside its targets (DATA=folder)
	$(BIN)/streams eval all --data $(DATA)

bench: $(READY)  ## what the pipeline takes, part by part (25 minutes; `python -m tests.bench --help` names all parts)
	$(BIN)/python -m tests.bench

kafka: $(PRODUCT)  ## Apache Kafka on 127.0.0.1:9092 (BROKERS=3 for three, PORT=... for another port)
	$(BIN)/python deploy/kafka/cluster.py start --brokers $(BROKERS) --port $(PORT) --data deploy/kafka/.data/$(BROKERS)

kafka-stop: $(PRODUCT)  ## its data stay; `make clean` takes them away
	for data in deploy/kafka/.data/*/; do $(BIN)/python deploy/kafka/cluster.py stop --data $$data; done

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; \
	  sys.exit(0 if (3, 11) <= v <= (3, 13) else f"Python 3.11 to 3.13 is needed, this is {v[0]}.{v[1]}; set PYTHON=python3.12 or the like")'
	$(PYTHON) -m venv $(VENV)

# What runs; `make test` and the like add the developers' tools.
$(PRODUCT): pyproject.toml deploy/constraints.txt | $(VENV)/bin/python
	@$(BIN)/python deploy/install.py product
	@touch $@

$(READY): pyproject.toml deploy/constraints.txt | $(VENV)/bin/python
	@$(BIN)/python deploy/install.py dev
	@touch $(PRODUCT) $@

clean:
	rm -rf deploy/kafka/.data $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
