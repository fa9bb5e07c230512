"""Names of foreign files as they may be shown: short, and with nothing invisible in them."""

import unicodedata

_MOST_CHARACTERS = 80
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def shown_name(name: str) -> str:
    r"""Return a file's name for messages: at most 80 characters, unseen ones drawn as `<202E>`.

    >>> shown_name("invoice\u202egpj.exe"), shown_name("报表.xlsx")
    ('invoice<202E>gpj.exe', '报表.xlsx')
    """
    drawn = "".join(
        f"<{ord(sign):04X}>" if unicodedata.category(sign) in _UNSEEN else sign
        for sign in name[: 4 * _MOST_CHARACTERS]
    )
    if len(drawn) <= _MOST_CHARACTERS:
        return drawn
    ending = drawn[-20:] if len(name) <= 4 * _MOST_CHARACTERS else ""
    return f"{drawn[: _MOST_CHARACTERS - len(ending) - 1]}…{ending}"
