# What is clean: CI runs `just check` and nothing else.
python := if path_exists(".venv/bin/python") == "true" { ".venv/bin/python" } else { "python3" }

check: lint imports docs at-length

# The types keep one core busy for long, so they are checked beside the tests.
[parallel]
at-length: test types

lint:
    {{python}} -m ruff format --check .
    {{python}} -m ruff check .

types:
    {{python}} -m mypy

imports:
    {{python}} -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

docs:
    {{python}} -m lib.signals.catalogue | diff - lib/signals/catalog/README.md

# Neighbouring tests share what is dear to make: worksteal leaves them on one worker.
test *options:
    OMP_NUM_THREADS=1 {{python}} -m pytest -q -n auto --dist worksteal --durations 25 {{options}}

fix:
    {{python}} -m lib.signals.catalogue > lib/signals/catalog/README.md
    {{python}} -m ruff check --fix .
    {{python}} -m ruff format .

run:
    {{python}} -m lib serve

# Speed and memory, as ratios against a named peer in the same run.
bench:
    {{python}} -m benchmarks
