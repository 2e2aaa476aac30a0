# Two commands do everything on a fresh machine with Python, pip and make:
#   make grade   sets up and grades the sample submissions
#   make test    sets up and passes the tests; `make slow` has those that take longest

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TORCH := $(shell sed -n 's/^torch==//p' constraints.txt)

.PHONY: grade test slow coverage audit bench docs recording lint setup clean

grade: setup
	$(BIN)/grader grade submissions --rubric rubric.yaml --out results

# Files, not tests, are shared out over the cores: what a file prepares for its tests is prepared once.
SHARED := -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

test: setup lint
	$(BIN)/pytest -m "not slow" $(SHARED)

# What takes longest: whole assignments graded and audited, the attacks behind every set of walls, the real pip.
slow: setup
	$(BIN)/pytest -m slow $(SHARED)

# The tests of `make test`, and the share of grader/ that they run, by lines and branches.
# Not of what runs inside a worker: nothing leaves it but answers.
coverage: setup
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -m "not slow" $(SHARED)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

audit: setup
	$(BIN)/grader audit --rubric rubric.yaml

bench: setup
	$(BIN)/python -m benchmarks

# The pages as a site, in .site/html; a link that leads nowhere ends it.
docs: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[docs]'
	$(BIN)/python docs/pages.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

# What a first run prints, as a moving picture for the README.
recording: setup
	$(BIN)/python docs/recording.py

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

setup: $(VENV)/ready

# pip and uv show what they download and how far they are.  Without torch the rest can go on; the next time it
# is tried again.
$(VENV)/ready: pyproject.toml constraints.txt grader/installing/constraints.txt
	@echo "Setting up $(VENV), once: torch (its CPU build) is the largest part."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m grader.installing.cpu_torch $(TORCH) && touch $@ \
		|| echo "Going on without torch: submissions that import it lose points, and tests with it fail."

clean:
	rm -rf $(VENV) results .site
