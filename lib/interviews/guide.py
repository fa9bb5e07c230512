"""The question guide: six standard questions, own ones beside them, intro and consent."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from lib.errors import DeskError
from lib.locale import Message, Text, msg
from lib.model.kinds.voices import QUESTIONS
from lib.model.words import spelling

SHORT: Mapping[str, Message] = {
    "reason_not_to_buy": msg("Main reason not to buy"),
    "reason_to_buy": msg("Main reason to buy"),
    "raised_interest": msg("What raised interest"),
    "main_need": msg("Which need matters most"),
    "met_today": msg("How they meet it today"),
    "why_this_way": msg("Why this way, and where it hurts"),
}
ASKED: Mapping[str, Message] = {
    "reason_not_to_buy": msg("What would be, or was, your main reason not to buy from us?"),
    "reason_to_buy": msg("What was your main reason to buy, and what keeps you with us?"),
    "raised_interest": msg("What first made you look for something like this?"),
    "main_need": msg("Of all that you need in this work, what matters most to you?"),
    "met_today": msg("How do you meet this need today, step by step?"),
    "why_this_way": msg(
        "Why is it done this way: who decided it, how was that decision taken, and where does it"
        " hurt?"
    ),
}
INTRO = msg(
    "Thank you for your time. We ask some customers each month how they work and what they need."
    " This is no sales talk: there are no right answers, and you may skip any question. It takes"
    " about 30 minutes."
)
CONSENT = msg(
    "May we quote what you say, without your name or your company's name, in our internal"
    " report? You can withdraw this at any time."
)
LANGUAGES = ("en", "zh")
MOST_QUESTIONS = 30
MAX_CHARACTERS = 1000
OWN = "own_"
_UNSAFE = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `wording` is by language; a standard one without it has ours."""

    key: str
    wording: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_standard(self) -> bool:
        """Say whether it is one of the six."""
        return self.key in QUESTIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A guide in its order; `intro` and `consent` by language, blank for the standard text."""

    questions: tuple[Question, ...]
    intro: Mapping[str, str] = field(default_factory=dict)
    consent: Mapping[str, str] = field(default_factory=dict)


STANDARD = Guide(questions=tuple(Question(key=key) for key in QUESTIONS))


def asked(question: Question, lang: str) -> Text:
    """Return the question as it is asked in a language, else in the other one."""
    own = _worded(question.wording, lang)
    standard = ASKED.get(question.key)
    if question.wording.get(lang, "").strip() or standard is None:
        return own or question.key
    return standard


def intro(guide: Guide, lang: str) -> Text:
    """Return what is said first."""
    return guide.intro.get(lang, "").strip() or INTRO


def consent(guide: Guide, lang: str) -> Text:
    """Return how the consent is asked for."""
    return guide.consent.get(lang, "").strip() or CONSENT


def short(key: str, guide: Guide, lang: str) -> Text:
    """Return what a question is called in tables: also one that is in no guide (from a file)."""
    if key in SHORT:
        return SHORT[key]
    for question in guide.questions:
        if question.key == key:
            return asked(question, lang)
    return key


def key_of(text: str, guide: Guide) -> str:
    """Return the key of the question that a text from a file means; the text itself if none.

    An own question may be written out in either language.
    """
    folded = spelling(text)
    for question in guide.questions:
        if folded in {spelling(question.key), *map(spelling, question.wording.values())}:
            return question.key
    return text


def own_key(wording: Mapping[str, str], taken: frozenset[str]) -> str:
    """Return a free key for an own question, made of its words."""
    words = next((text for text in map(str.strip, wording.values()) if text), "question")
    stem = OWN + (_UNSAFE.sub("_", words.casefold()).strip("_")[:40] or "question")
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}_{number}"
    return key


def checked(guide: Guide) -> Guide:
    """Return the guide; DeskError when it has no or too many questions, or one without words."""
    keys = [question.key for question in guide.questions]
    if not 1 <= len(keys) <= MOST_QUESTIONS or len(set(keys)) != len(keys):
        raise DeskError(
            "bad_guide",
            msg("A guide has 1 to {most} questions, each once.", most=str(MOST_QUESTIONS)),
        )
    texts = [*guide.intro.values(), *guide.consent.values()]
    for question in guide.questions:
        texts += question.wording.values()
        if not question.is_standard and not _worded(question.wording, "en"):
            raise DeskError("no_wording", msg("An own question needs its words."))
    if any(len(text) > MAX_CHARACTERS for text in texts):
        raise DeskError(
            "long_text",
            msg("A text of the guide has at most {most} characters.", most=str(MAX_CHARACTERS)),
        )
    return guide


def as_json(guide: Guide) -> str:
    """Return the guide as text for the store."""
    return json.dumps(asdict(guide), ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> Guide:
    """Return a stored guide."""
    found: dict[str, Any] = json.loads(text)
    questions = tuple(
        Question(key=str(one["key"]), wording=dict(one["wording"])) for one in found["questions"]
    )
    return Guide(questions=questions, intro=found["intro"], consent=found["consent"])


def _worded(wording: Mapping[str, str], lang: str) -> str:
    texts = [wording.get(lang, ""), *(wording.get(one, "") for one in LANGUAGES)]
    return next((text.strip() for text in texts if text.strip()), "")
