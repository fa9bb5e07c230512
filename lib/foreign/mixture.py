"""Texts that mix two encodings line by line: found, and refused with the lines."""

import re
from dataclasses import dataclass

from lib.foreign.refusal import Refused

LINE_ENDS = re.compile(rb"\r\n|\r|\n")
MOST_LINES_NAMED = 5
_SURE_BYTES = 6  # that UTF-8 has more than characters: three of Chinese


def said_numbers(numbers: list[int]) -> str:
    """Return line numbers as one says them, runs as from-to, the first few only.

    >>> said_numbers([2, 3, 4, 9])
    '2-4, 9'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs]
    more = " …" if len(said) > MOST_LINES_NAMED else ""
    return ", ".join(said[:MOST_LINES_NAMED]) + more


@dataclass(frozen=True, slots=True)
class Mixture:
    """Numbers of the lines that are UTF-8 beyond ASCII, and of those that are not UTF-8.

    `n_sure` counts the former that are so long that chance cannot have made them: three
    Chinese characters or more.
    """

    good: list[int]
    bad: list[int]
    n_sure: int

    @classmethod
    def of(cls, content: bytes) -> "Mixture":
        """Sort the lines of a text that is not all UTF-8."""
        good: list[int] = []
        bad: list[int] = []
        n_sure = 0
        for number, line in enumerate(LINE_ENDS.split(content), 1):
            if line.isascii():
                continue
            try:
                n_wide = len(line) - len(line.decode("utf-8"))
            except UnicodeDecodeError:
                bad.append(number)
            else:
                good.append(number)
                n_sure += n_wide >= _SURE_BYTES
        return cls(good, bad, n_sure)

    @property
    def is_plain(self) -> bool:
        """Whether no single encoding can explain the lines."""
        return bool(self.bad) and self.n_sure * 100 > len(self.good) + len(self.bad)

    @property
    def is_likely(self) -> bool:
        """Whether two encodings explain them best, once Chinese is out of the question.

        One line that is valid in both by chance must not condemn a GB18030 file.
        """
        return len(self.good) * 3 > len(self.bad) > 0

    @property
    def refused(self) -> Refused:
        """The refusal that names the lines."""
        return Refused("mixed_encodings", good=said_numbers(self.good), bad=said_numbers(self.bad))
