"""What the theme engine makes of every text on file: worked out once, kept on the disk.

A piece of text gets its theme from the examples alone, so only new texts are ever looked at;
other examples are another model with a file of its own.
"""

from collections.abc import Callable
from threading import Lock

import pandas as pd

from lib.desk.data import Data
from lib.errors import DeskError
from lib.locale import msg
from lib.store import themes as store
from lib.themes.engines import maker
from lib.themes.model import ThemeModel, fingerprint, trained
from lib.themes.texts import cut

Told = Callable[[float], None]
Cancelled = Callable[[], bool]

_AT_A_TIME = 500


def untold(_share: float) -> None:
    """Tell nobody how far the work is."""


def uncancelled() -> bool:
    """Never stop."""
    return False


class Found:
    """Pieces with their themes by the code of their text, for one model after another."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._known: dict[str, pd.DataFrame] = {}
        self._model: tuple[str, ThemeModel] | None = None
        self._working = Lock()

    def known(self, name: str) -> pd.DataFrame:
        """Return what is known by a model; no rows when nothing was worked out."""
        if name not in self._known:
            kept = store.read_found(self._data.workspace, name)
            self._known = {name: _nothing() if kept is None else kept}
        return self._known[name]

    def missing(self, name: str, raw: pd.DataFrame) -> pd.DataFrame:
        """Return the texts that the model has not seen, each once."""
        seen = self.known(name)["code"].unique()
        return raw.loc[~raw["code"].isin(seen), ["code", "raw"]].drop_duplicates("code")

    def work_out(
        self,
        examples: pd.DataFrame,
        engine: str,
        raw: pd.DataFrame,
        told: Told = untold,
        cancelled: Cancelled = uncancelled,
    ) -> None:
        """Look at every text of `raw` that the model has not seen, and keep what is found.

        Everything of a run is kept, or nothing: DeskError `cancelled` when `cancelled` says so.
        """
        name = fingerprint(examples, engine)
        with self._working:
            new = self.missing(name, raw)
            if new.empty:
                return
            told(0.0)
            model = self.model(examples, engine)
            found = [self.known(name)]
            for at in range(0, len(new), _AT_A_TIME):
                if cancelled():
                    raise DeskError(
                        "cancelled", msg("Cancelled. What was not finished was not kept.")
                    )
                told(0.05 + 0.95 * at / len(new))
                found.append(_looked_at(new.iloc[at : at + _AT_A_TIME], model))
            self._keep(name, pd.concat(found, ignore_index=True))

    def model(self, examples: pd.DataFrame, engine: str) -> ThemeModel:
        """Return the model of the examples, trained once."""
        name = fingerprint(examples, engine)
        if self._model is None or self._model[0] != name:
            self._model = (name, trained(examples, maker(engine)))
        return self._model[1]

    def _keep(self, name: str, rows: pd.DataFrame) -> None:
        self._known = {name: rows}
        store.keep_found(self._data.workspace, name, rows)


def _looked_at(new: pd.DataFrame, model: ThemeModel) -> pd.DataFrame:
    found = cut(new["raw"], _say_nothing)
    without = new.loc[~new["code"].isin(found["code"]), ["code"]]
    # A text in which nothing was said is remembered too, so that it is not looked at again.
    blank = without.assign(part=0, text="", lang="en", theme="none", probability=0.0)
    whole = pd.concat([found, model.assigned(list(found["text"]))], axis="columns")
    return pd.concat([whole, blank], ignore_index=True) if len(blank) else whole


def _say_nothing(_n: int, _total: int) -> None:
    """Tell nobody: parts are small."""


def _nothing() -> pd.DataFrame:
    types = {"code": "int64", "part": "int64", "text": "str", "lang": "str"}
    columns = {**types, "theme": "str", "probability": "float64"}
    return pd.DataFrame({name: pd.Series(dtype=type_) for name, type_ in columns.items()})
