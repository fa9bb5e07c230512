"""Every signal of the catalogue. A new file in `catalog/` is a new signal, nothing else."""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from lib.errors import DefinitionError
from lib.signals import catalog
from lib.signals.spec import Signal


@cache
def all_signals() -> tuple[Signal, ...]:
    """Return every signal, in order of file names; DefinitionError when a file defines none."""
    return found_in(catalog.__name__, catalog.__path__)


def signal_of(key: str) -> Signal:
    """Return the signal with that key; KeyError when there is none."""
    return {signal.key: signal for signal in all_signals()}[key]


def found_in(package: str, path: Iterable[str]) -> tuple[Signal, ...]:
    """Return the signals of a package's modules, in order of file names."""
    found = []
    for name in sorted(module.name for module in iter_modules(path)):
        signal = getattr(import_module(f"{package}.{name}"), "SIGNAL", None)
        if not isinstance(signal, Signal) or signal.key != name:
            raise DefinitionError(
                f"{name}.py must define SIGNAL with key={name!r}. Got {signal!r}."
            )
        found.append(signal)
    return tuple(found)
