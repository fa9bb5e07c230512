# What is clean: CI runs `just check` and nothing else.
python := if path_exists(".venv/bin/python") == "true" { ".venv/bin/python" } else { "python3" }

check: lint types imports docs test

lint:
    {{python}} -m ruff format --check .
    {{python}} -m ruff check .

types:
    {{python}} -m mypy

imports:
    {{python}} -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

docs:
    {{python}} -m lib.signals.catalogue | diff - lib/signals/catalog/README.md

test *options:
    OMP_NUM_THREADS=1 {{python}} -m pytest -q -n auto --durations 15 {{options}}

fix:
    {{python}} -m lib.signals.catalogue > lib/signals/catalog/README.md
    {{python}} -m ruff check --fix .
    {{python}} -m ruff format .

run:
    {{python}} -m lib serve

# Speed and memory, as ratios against a named peer in the same run.
bench:
    {{python}} -m benchmarks
