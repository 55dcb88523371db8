# The words of a developer's day; `make help` lists them.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.DEFAULT_GOAL := help
.PHONY: help demo test check fix contract skeletons template examples proof agreement cells hostile benchmark clean

help:  ## List these words
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "%-12s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY)  ## Scaffold a provider, validate it, and have a real stack answer through it
	@$(BIN)/python -m demo

test: check  ## Run all checks and all tests, those with real stacks too
	@$(BIN)/python -m pytest -q -n auto --maxprocesses 8 --dist loadgroup

check: $(READY)  ## Look for mistakes without running anything
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy -p new_provider -p validate_provider -p stacks -p demo -p benchmarks -p template_maker

fix: $(READY)  ## Mend what can be mended by itself
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

contract: $(READY)  ## Read the contract anew from the published wheels
	@$(BIN)/python -m validate_provider.contract.extract

template: $(READY)  ## Make anew what of the template follows from the contract
	@$(BIN)/python -m template_maker

examples: $(READY)  ## Write the packages that docs/examples shows anew
	@$(BIN)/python -m template_maker.examples

proof: $(READY)  ## Import every release and compare it with the contract; writes docs/contract-proof.md
	@$(BIN)/python -m tests.real.contract_everywhere

skeletons: $(READY)  ## Write the template's skeletons anew from the published wheels
	@$(BIN)/python -m template_maker.skeletons

agreement: $(READY)  ## Ask all real loaders about all packages, and write docs/agreement.md anew
	@$(BIN)/python -m tests.real.agreement --write

cells: $(READY)  ## Prove each package that is written otherwise than when it was proven; writes docs/coverage.md
	@$(BIN)/python -m tests.real.cells

hostile: $(READY)  ## Put each hostile provider to a real stack twenty times, side by side
	@$(BIN)/python -m tests.real.hostile --times 20

benchmark: $(READY)  ## Time the kit side by side with what a user would run instead
	@$(BIN)/python -m benchmarks

clean:  ## Remove what was made here; the stacks' environments stay in the user's cache
	@rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache

$(READY): pyproject.toml
	@echo "Setting up .venv ..."
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@
