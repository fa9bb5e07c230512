"""Every text that people meet exists in both languages.

Texts are found in the syntax tree, not by babel's extractor: that one does not see a call
inside an f-string or inside another call.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "lib").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"])
CATALOGUE = ROOT / "lib" / "locale" / "zh_CN.po"
TEMPLATES = {"msg": 1, "say": 1, "msgs": 2}  # how many leading arguments are templates
PLACEHOLDER = re.compile(r"\{(\w+)\}")
PASSES_ON = {ROOT / "lib" / "ui" / "wording.py"}  # `say` hands its template to `msg`


@dataclass(frozen=True)
class Template:
    """A text in the source: where it stands and, if it has one, its plural."""

    place: str
    text: str
    many: str | None = None


def _calls(source: Path) -> Iterator[ast.Call]:
    tree = ast.parse(source.read_text("utf-8"))
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for node in ast.walk(tree):
        name = (
            node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        )
        # A module may have a function of its own that happens to be called `say`.
        if isinstance(node, ast.Call) and name in TEMPLATES and name in imported:
            yield node


def _place(source: Path, call: ast.Call) -> str:
    return f"{source.relative_to(ROOT)}:{call.lineno}"


def _literals(call: ast.Call) -> list[str] | None:
    assert isinstance(call.func, ast.Name)
    first = call.args[: TEMPLATES[call.func.id]]
    texts = [a.value for a in first if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    return texts if len(texts) == TEMPLATES[call.func.id] else None


def _templates() -> dict[str, Template]:
    found: dict[str, Template] = {}
    for source in SOURCES:
        for call in _calls(source):
            texts = _literals(call)
            if texts is not None:
                many = texts[1] if len(texts) > 1 else None
                found.setdefault(texts[0], Template(_place(source, call), texts[0], many))
    return found


def _translations() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="zh_CN")
    texts = {}
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else message.id[0]
        forms = message.string
        texts[key] = (forms if isinstance(forms, str) else "".join((forms or ("",))[:1])) or ""
    return texts


def test_templates_are_literals() -> None:
    made = [
        _place(source, call)
        for source in SOURCES
        if source not in PASSES_ON
        for call in _calls(source)
        if _literals(call) is None
    ]
    assert made == []


def test_every_text_is_found_even_inside_an_f_string(tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text(
        "from a import msg, say\n"
        "print(f\"**{say('In figures')}**\", say('{a}', a=shown(msg('inside'))))"
    )
    found = sorted(text for call in _calls(source) for text in _literals(call) or ())
    assert found == ["In figures", "inside", "{a}"]


@pytest.fixture(scope="module")
def translations() -> dict[str, str]:
    assert CATALOGUE.exists(), f"{CATALOGUE} is missing"
    return _translations()


def test_every_text_has_a_chinese_one(translations: dict[str, str]) -> None:
    missing = [
        f"{template.place}: {text}"
        for text, template in _templates().items()
        if not translations.get(text)
    ]
    assert missing == []


def test_a_translation_has_the_placeholders_of_its_text(translations: dict[str, str]) -> None:
    wrong = [
        f"{template.place}: {text} -> {translations[text]}"
        for text, template in _templates().items()
        if translations.get(text)
        and set(PLACEHOLDER.findall(template.many or text))
        != set(PLACEHOLDER.findall(translations[text]))
    ]
    assert wrong == []
