"""Where errors end: a sentence and an id for the reader, the traceback with that id in the log."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from uuid import uuid4

import streamlit as st
from streamlit.errors import FragmentHandledException

from lib.errors import DeskError
from lib.ui import components
from lib.ui.wording import say

P = ParamSpec("P")
_LOG = logging.getLogger("lib.ui")
_ID_LENGTH = 8
_KEPT = "_kept_problems"


def guarded(run: Callable[[], None]) -> None:
    """Run a page or a part of one; nothing but `st.stop` and the like comes out of it."""
    try:
        run()
    except FragmentHandledException:
        raise  # a fragment of the page failed and has said so already
    except Exception as error:  # noqa: BLE001 - the boundary: every error ends here
        _told(error)


def uncaught(error: Exception) -> bool:
    """Show an error of a callback or a fragment. True: Streamlit need not show it as well.

    After an error in a callback Streamlit draws nothing else: the button brings the page back.
    """
    _told(error)
    st.button(say("Show the page again"), key=f"again_{uuid4().hex}")
    return True


def kept(callback: Callable[P, object]) -> Callable[P, None]:
    """Wrap a widget's callback: its error is shown above the page that is drawn next."""

    @wraps(callback)
    def guarded_callback(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            callback(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - the boundary of callbacks
            st.session_state.setdefault(_KEPT, []).append(_words(error))

    return guarded_callback


def show_kept() -> None:
    """Show what went wrong in callbacks since the page was drawn last."""
    for words in st.session_state.pop(_KEPT, ()):
        st.error(words)


def _told(error: Exception) -> None:
    if isinstance(error, DeskError) and error.code == "no_data":
        components.no_data()
    else:
        st.error(_words(error))


def _words(error: Exception) -> str:
    """Return an error in the reader's words; one that is ours to mend goes into the log."""
    if isinstance(error, DeskError):
        return components.problem_words(error)
    error_id = uuid4().hex[:_ID_LENGTH]
    _LOG.error("error %s on a page", error_id, exc_info=error)
    return say(
        "Something went wrong in this part of the page. Try again; if it happens again, give "
        "the number {id} to whoever looks after this desk: the log has the details under it.",
        id=error_id,
    )
