# The two commands: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
EXTRAS ?=
STUDIO_PORT ?= 2024
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test test-models peers check format studio install clean

help:  ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */  make \1\t/' | expand -t 20

run: $(VENV)/.base  ## Serve on 127.0.0.1:8000 (PENTIMENTO_HOST, PENTIMENTO_PORT, PENTIMENTO_DATA)
	@exec $(BIN)/python server.py

test: $(VENV)/.test  ## Run every check and every test, as CI does
	@scripts/check

test-models: $(VENV)/.models  ## Add torch to the environment, then test its engines on tiny models
	@$(BIN)/pytest tests/models tests/unit/test_embeddings.py tests/unit/test_opus_mt.py

peers:  ## Build the servers that some tests talk to, in .peers/ (lama-cleaner, Triton; 2 GB, Python 3.11)
	@$(PYTHON) tests/peers/build.py

check: test  ## The same as `make test`

format: $(VENV)/.test  ## Format the code and mend what ruff can
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

studio: $(VENV)/.test  ## Serve the graph for LangGraph Studio on 127.0.0.1:2024 (STUDIO_PORT)
	@LANGSMITH_TRACING=false LANGGRAPH_CLI_NO_ANALYTICS=1 PENTIMENTO_DATA=$${PENTIMENTO_DATA:-var/studio} \
		$(BIN)/langgraph dev --no-browser --allow-blocking --port $(STUDIO_PORT)

install: $(VENV)/.base  ## Install extras: make install EXTRAS=torch,onnx (or triton,chat,bedrock,search,postgres,evals,studio)
	@test -z "$(EXTRAS)" || $(BIN)/pip install -q -c constraints.txt -e '.[$(EXTRAS)]'

clean:  ## Remove the virtual environments; photos and threads in var/ stay
	rm -rf $(VENV) .peers

# The stamps are younger than what they were installed from, or pip runs again.
$(VENV)/.base: pyproject.toml constraints.txt
	@echo "Installing into $(VENV) (once) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.test: $(VENV)/.base
	@echo "Installing the test tools (once) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

$(VENV)/.models: $(VENV)/.test
	@echo "Installing torch and what its engines need (once) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[torch]'
	@touch $@
