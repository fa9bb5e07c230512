"""Pages show; they do not work things out."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "pages").glob("*.py"))
MAX_LINES = 80
WORK = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.BinOp,
    ast.Compare,
    ast.Try,
)
NAVIGATION = [
    node.value
    for node in ast.walk(ast.parse((ROOT / "app.py").read_text("utf-8")))
    if isinstance(node, ast.Constant)
    and isinstance(node.value, str)
    and node.value.startswith("pages/")
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_only_asks_calls_and_shows(page: Path) -> None:
    source = page.read_text("utf-8")
    work = [node for node in ast.walk(ast.parse(source)) if isinstance(node, WORK)]
    assert [f"line {node.lineno}: {type(node).__name__}" for node in work] == []
    assert len(source.splitlines()) <= MAX_LINES


def test_every_page_is_in_the_navigation_and_every_link_leads_to_a_page() -> None:
    assert sorted(NAVIGATION) == [f"pages/{page.name}" for page in PAGES]


def test_no_page_is_listed_twice() -> None:
    assert len(set(NAVIGATION)) == len(NAVIGATION)
