# Everything that one does with the project, by a verb. `make` alone lists them.

.DEFAULT_GOAL := help
ROOT := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))
VENV := $(ROOT)/.venv
BIN := $(VENV)/bin
TYPED := producer worker shared local sdk/python/src/workqueue

# The first Python on PATH that is new enough. PYTHON=... overrules it.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$name"; break; }; done)

# The folder of whoever calls, also with `make -C` and `make -f`: handler tables are looked for there.
CALLED_FROM := $(or $(PWD),$(CURDIR))
# Tests mostly wait for processes: a few at a time, each with servers of its own, even on two cores.
JOBS ?= 3
PIP_AUDIT := 2.10.1
SECONDS ?= 60
SEED ?= 1
export CALLED_FROM

.PHONY: help
help: ## list the verbs
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(ROOT)/Makefile | while IFS="$$(printf '\t')" read -r verb text; do \
		printf '  make %-11s %s\n' "$$verb" "$$text"; done

.PHONY: up
up: install ## run everything here: PORT WORKER_PORT WORKERS HANDLERS REDIS_URL DATABASE_URL LOCAL_DIR
	@cd $(ROOT) && exec $(BIN)/python -m local up

# Files go out in their order, in which the long ones come first; reordered, those with few but long tests would come
# last. Bytecode is kept, whatever the shell says: each process would compile half of its time.
.PHONY: test
test: install page browser ## run all tests on real servers; ARGS='-k name' goes to pytest, JOBS=1 runs one at a time
	$(if $(ARGS),,@cd $(ROOT)/web && npm run --silent test)
	@cd $(ROOT) && PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

.PHONY: page
page: install ## build the web page, if its sources changed; `cd web && npm run dev` shows it while you write
	@cd $(ROOT) && $(BIN)/python -m local page

.PHONY: browser
browser: install # finds a Chromium for the browser tests, or installs one; no verb of its own
	@cd $(ROOT) && $(BIN)/python -m tests.e2e.chromium

.PHONY: screenshots
screenshots: install page browser ## see every page at both widths in both themes, in web/screenshots
	@cd $(ROOT) && $(BIN)/python -m tests.e2e.screenshots

.PHONY: check
check: install page ## what CI runs after the tests: format, lint and types, the page's too
	cd $(ROOT) && $(BIN)/ruff format --check .
	cd $(ROOT) && $(BIN)/ruff check .
	cd $(ROOT) && $(BIN)/mypy $(TYPED)
	cd $(ROOT)/web && npm run --silent check

.PHONY: audit
audit: install ## ask public lists for known weaknesses of what is installed; needs the internet
	@$(BIN)/python -m venv $(VENV)/audit && $(VENV)/audit/bin/pip install --quiet pip-audit==$(PIP_AUDIT)
	@$(VENV)/audit/bin/pip-audit --path "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"

.PHONY: fmt
fmt: install ## format the code and mend what lint can mend
	@cd $(ROOT) && $(BIN)/ruff format . && $(BIN)/ruff check --fix .

.PHONY: openapi
openapi: install ## renew docs/reference/openapi.json and the paths of http.md from the routes
	@cd $(ROOT) && $(BIN)/python -m producer.openapi docs/reference

.PHONY: faults
faults: install ## kill and wipe everything while jobs run; SECONDS=60 SEED=1
	@cd $(ROOT) && $(BIN)/python -m tests.faults --seconds $(SECONDS) --seed $(SEED)

.PHONY: fuzz
fuzz: install ## send whatever the API allows and forbids, and check each answer; SECONDS=60, SEED=1 repeats a run
	@cd $(ROOT) && $(BIN)/python -m tests.fuzz --seconds $(SECONDS) $(if $(filter command environment,$(firstword $(origin SEED))),--seed $(SEED))

.PHONY: mutants
mutants: install ## show that the fault harness catches our own code when it is broken on purpose
	@cd $(ROOT) && $(BIN)/python -m tests.faults.mutants

.PHONY: bench
bench: install ## measure our figures beside the peers', for some hours; ARGS=--short tries a little of each
	@cd $(ROOT) && $(BIN)/python -m bench $(ARGS)

.PHONY: clean
clean: ## remove .venv, caches and builds; the data of `make up` stay in .local
	@cd $(ROOT) && rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis sdk/python/build web/dist web/node_modules
	@find $(ROOT) -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: install
install: # makes .venv, or brings it up to date; no verb of its own, since every other one does it
	@$(if $(PYTHON),,$(error Python 3.11 or newer is needed and none is on PATH: install one, or name it with PYTHON=/path/to/python3))
	@$(PYTHON) -I $(ROOT)/local/install.py
