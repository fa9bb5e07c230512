"""What a page is about, kept in its address: language, segment, month, account, filters.

The address is the only place where this is kept. Widgets are set from it before they are
drawn and write to it when they are changed, so a link shows a colleague the same view, the
browser's back button works, and two tabs do not disturb each other. Defaults need not be
in the address; `share_link` writes them out, because they may be others tomorrow.
"""

import os
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from threading import local
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lib.errors import DeskError
from lib.locale import Language
from lib.locale import language as language_of
from lib.model import Period

if TYPE_CHECKING:
    from lib.desk import Desk
    from lib.desk.data import Days

ALL = "all"  # the segment of every current customer; always exists
_LANGUAGE = "lang"
_SEGMENT = "segment"
_PERIOD = "period"
_ACCOUNT = "account"
_SHARED = (_LANGUAGE, _SEGMENT, _PERIOD, _ACCOUNT)
_FRAMED = "_framed"
_SPOKEN = local()  # the language of the script that runs in this thread
_WANTED = "_wanted_page"
_ACCOUNTS_PAGE = "pages/accounts.py"


def desk() -> "Desk":
    """Return the desk of this server's workspace; one for all sessions."""
    require_frame()
    return opened()


def opened() -> "Desk":
    """Return the desk of this server's workspace, opened once for the whole process."""
    return cast("Desk", _opened(os.environ.get("DESK_WORKSPACE"), os.environ.get("DATABASE_URL")))


@lru_cache(maxsize=4)
def _opened(_workspace: str | None, _database_url: str | None) -> object:
    # Imported here: a desk brings the whole library with it, and tests put another in its place.
    from lib.desk import Desk  # noqa: PLC0415

    return Desk.from_environment()


def days() -> "Days":
    """Return the days that the data speak about; DeskError `no_data` when nothing is loaded."""
    return desk().data.known_days()


def mark_framed() -> None:
    """Remember that this session went through `app.py`."""
    st.session_state[_FRAMED] = True


def require_frame() -> None:
    """Send a visitor who got a page without `app.py` through it, and then on to that page.

    Until `st.navigation` has run once in the process, `streamlit run` takes `pages/` for an
    old-style app and runs a page by its address alone. (`lib.ui.server` prevents it.)
    """
    if _FRAMED not in st.session_state:
        st.session_state[_WANTED] = urlsplit(st.context.url or "").path.rpartition("/")[2]
        st.switch_page("app.py", query_params=_whole_address())


def wanted_page() -> str | None:
    """Return, once, the address of the page that `require_frame` sent somebody away from."""
    return st.session_state.pop(_WANTED, None)


def _whole_address() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def language() -> Language:
    """Return the language asked for, else that of the browser.

    A page asks hundreds of times, so the answer is remembered for the run of the script.
    """
    run = get_script_run_ctx(suppress_warning=True)
    if run is None or getattr(_SPOKEN, "run", None) is not run:
        _SPOKEN.language = language_of(st.query_params.get(_LANGUAGE) or st.context.locale)
        _SPOKEN.run = run
    return cast("Language", _SPOKEN.language)


def segment() -> str:
    """Return the name of the segment looked at, or a rule written out."""
    return st.query_params.get(_SEGMENT) or ALL


def period() -> Period:
    """Return the month looked at: the one asked for, else the newest loaded."""
    return asked_period() or days().newest


def asked_period() -> Period | None:
    """Return the month that the address names; None when it names none that can be read."""
    try:
        return Period.parse(st.query_params.get(_PERIOD, ""))
    except DeskError:
        return None


def day() -> date:
    """Return the day of the view: the end of the month, or the last day loaded."""
    return days().as_of(period())


def account() -> str | None:
    """Return the id of the account looked at."""
    return st.query_params.get(_ACCOUNT) or None


def chosen(name: str) -> tuple[str, ...]:
    """Return what is chosen in a page's filter `name`; empty when nothing is."""
    return tuple(st.query_params.get_all(name))


def set_language(value: Language) -> None:
    """Show everything in another language."""
    _SPOKEN.run = None
    choose(_LANGUAGE, (value,))


def set_segment(value: str) -> None:
    """Look at another segment."""
    choose(_SEGMENT, () if value == ALL else (value,))


def set_period(value: Period) -> None:
    """Look at another month."""
    choose(_PERIOD, () if value == days().newest else (value.key,))


def set_account(account_id: str | None) -> None:
    """Look at another account, or at none."""
    choose(_ACCOUNT, (account_id,) if account_id else ())


def choose(name: str, values: Sequence[str]) -> None:
    """Put what is chosen in a filter into the address; nothing chosen leaves no trace."""
    if tuple(st.query_params.get_all(name)) == tuple(values):
        return  # an equal write would still put an entry into the browser's history
    if values:
        st.query_params[name] = list(values)
    else:
        del st.query_params[name]


def go_to(file: str) -> None:
    """Go to another page with all that the address says."""
    st.switch_page(file, query_params=_whole_address())


def open_account(account_id: str | None) -> None:
    """Go to an account's page; do nothing when none is given (no row was selected)."""
    if account_id is not None:
        query = {**carried(), _ACCOUNT: account_id}
        st.switch_page(_ACCOUNTS_PAGE, query_params=query)


def carried() -> dict[str, str]:
    """Return what goes along from page to page; filters of a page stay with it."""
    return {name: st.query_params[name] for name in _SHARED if st.query_params.get(name)}


def share_link() -> str:
    """Return the address of this view with everything written out."""
    whole = _whole_address()
    whole |= {_LANGUAGE: [language()], _SEGMENT: [segment()]}
    found = desk().data.days()
    if found is not None:
        whole[_PERIOD] = [(asked_period() or found.newest).key]
    return f"{st.context.url}?{urlencode(whole, doseq=True)}"
