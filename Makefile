# make try     the kit at work: a fresh stub, then a file that is almost right
# make test    all the tests, side by side on the cores there are
# make quick   the tests that need no minute: what one runs while working
# make check   what has to be clean before a change lands: ruff, mypy, the tests
# make bench   how long grading takes, beside the floor of this machine
# make docs    docs/commands.md and the pictures, from the commands as they are now
# make clean   takes away everything the above have made
#
# PYTHON=python3.13 make try    picks the Python (3.11 or newer)

# Programs that the tests and measurements start find their modules compiled, as an installed kit has them.
export PYTHONDONTWRITEBYTECODE :=
# Small arrays gain nothing from threads, which only take the processors from the tests beside them; as `grade` has it.
export OPENBLAS_NUM_THREADS := 1

PYTHON ?= python3
VENV ?= .venv
TEST_VENV ?= .venv-test

# Windows keeps a virtual environment's programs in Scripts.
BIN := $(if $(filter Windows_NT,$(OS)),Scripts,bin)
GRADE := $(VENV)/$(BIN)/grade
RUN := $(TEST_VENV)/$(BIN)/python

TRIED := $(VENV)/.installed
COPY := $(VENV)/.copy
READY := $(TEST_VENV)/.installed
KIT := $(shell find grader quizzes -type f -not -path '*/__pycache__/*' 2>/dev/null)

.PHONY: try test quick check lint ruff format types bench docs clean
.DEFAULT_GOAL := try

# grade exits 1 when a check fails, which is what both files are for; 2 is a fault of ours.
try: $(TRIED)
	@echo
	@echo "An exercise as it is handed out: nothing is written yet."
	@echo '$$ grade exercise03'
	@$(GRADE) exercise03 || test $$? -eq 1
	@echo
	@echo "And a file in which one formula is not quite right. Read what its numbers say."
	@echo '$$ grade exercise03 docs/examples/exercise03_almost.py'
	@$(GRADE) exercise03 docs/examples/exercise03_almost.py || test $$? -eq 1
	@echo
	@echo "Your turn: write the functions in exercises/exercise01_gradient_step.py, then"
	@echo "    $(GRADE) exercise01"

test: $(READY)
	$(RUN) -m pytest -n auto --dist worksteal

quick: $(READY)
	$(RUN) -m pytest -n auto --dist worksteal -m "not slow"

check: lint test

lint: ruff format types

ruff: $(READY)
	$(RUN) -m ruff check .

format: $(READY)
	$(RUN) -m ruff format --check .

types: $(READY)
	$(RUN) -m mypy
	$(RUN) -m mypy --platform win32 --cache-dir .mypy_cache/win32
	$(RUN) -m mypy --platform darwin --cache-dir .mypy_cache/darwin

bench: $(READY)
	$(RUN) benchmarks/bench_grade.py

docs: $(READY)
	$(RUN) docs/make_commands.py
	$(RUN) docs/make_screenshots.py

clean:
	rm -rf .venv .venv-test build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The kit is installed as a copy, shelves and all, so that it never reads the file a learner is editing.
# Where git can tell, the copy's stubs are those that were shipped, whatever has been written since.
$(TRIED): pyproject.toml $(KIT)
	$(call venv,$(VENV))
	@rm -rf $(COPY) && mkdir -p $(COPY)
	@cp -R pyproject.toml README.md LICENSE grader exercises quizzes $(COPY)
	@if git rev-parse --quiet --verify HEAD:exercises >/dev/null 2>&1; \
	then git archive HEAD exercises | tar -xf - -C $(COPY); fi
	@echo "Installing Fallline into $(VENV) …"
	@$(VENV)/$(BIN)/python -m pip install --quiet --disable-pip-version-check $(COPY)
	@rm -rf $(COPY)
	@touch $@

# The tests read the checkout itself, so they run on an editable install.
$(READY): pyproject.toml
	$(call venv,$(TEST_VENV))
	@echo "Installing what the tests need into $(TEST_VENV) …"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	@touch $@

define venv
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	echo "Fallline needs Python 3.11 or newer, and $(PYTHON) is not. Try: make $(or $(MAKECMDGOALS),try) PYTHON=python3.13" >&2; exit 2; }
	@test -x $(1)/$(BIN)/python || $(PYTHON) -m venv $(1) || { rm -rf $(1); \
	echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }
endef
