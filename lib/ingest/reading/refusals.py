"""One sentence for every reason why a file is not read, and what to do then."""

from collections.abc import Callable, Mapping
from pathlib import PurePath

from lib.errors import DeskError
from lib.foreign.limits import MAX_COLUMNS
from lib.ingest.reading.shown import shown_name
from lib.locale import Message, msg

_MEND = msg("Mend that line, or export the file again.")
_AGAIN = msg("Export it again as CSV (UTF-8) or XLSX.")
_RESAVE = msg("Open it in a spreadsheet program, save it as XLSX and load that.")
_SMALLER = msg("Export it as CSV, or in smaller pieces.")
_FEWER = msg("Export only the columns that are needed.")
_UTF8 = msg("Export it again in one piece as CSV with the encoding UTF-8.")
_UNPACK = msg("Unpack it and load the files in it.")
_PACK_AGAIN = msg("Pack it again as an ordinary .zip or .gz, or load the files in it.")
_ARCHIVES = frozenset({".zip", ".gz"})
_NO_PASSWORD = msg("Save a copy without a password and load that.")

Said = tuple[str, Message, Message]
_SENTENCES: Mapping[str, Callable[[Mapping[str, str]], Said]] = {
    "protected": lambda w: (
        "protected", msg("{file} is protected by a password.", **w), _NO_PASSWORD,
    ),
    "document": lambda w: (
        "unreadable",
        msg("{file} is a text document or slides, not a workbook.", **w),
        msg("Copy its table into a spreadsheet program and save it as XLSX."),
    ),
    "declares_entities": lambda w: (
        "unreadable", msg("{file} declares entities (DTD), which no real workbook does.", **w),
        _RESAVE,
    ),
    "truncated": lambda w: ("damaged", msg("{file} is damaged or incomplete.", **w), _RESAVE),
    "damaged": lambda w: ("damaged", msg("{file} is damaged or incomplete.", **w), _RESAVE),
    "damaged_part": lambda w: (
        "damaged", msg("{file} is damaged or incomplete in its part {part}.", **w), _RESAVE,
    ),
    "false_size": lambda w: (
        "damaged", msg("{file} declares a false size for its part {part}.", **w), _RESAVE,
    ),
    "ill_formed": lambda w: (
        "damaged", msg("{file} holds characters that XML forbids, so it is ill-formed.", **w),
        _RESAVE,
    ),
    "not_built_so": lambda w: (
        "unreadable", msg("{file} is not built as a workbook or an archive is.", **w), _RESAVE,
    ),
    "same_part_twice": lambda w: (
        "unreadable", msg("{file} holds two parts of the same name.", **w), _RESAVE,
    ),
    "path_outside": lambda w: (
        "unreadable", msg("{file} holds a path that leads out of its folder.", **w), _RESAVE,
    ),
    "packed_otherwise": lambda w: (
        "unreadable", msg("{file} is packed by a method that no workbook uses.", **w), _RESAVE,
    ),
    "outside_grid": lambda w: (
        "damaged", msg("{file} names a cell outside the grid: {cell} in {part}.", **w), _RESAVE,
    ),
    "no_such_text": lambda w: (
        "damaged", msg("{file} is damaged: cell {cell} in {part} has a text that is missing.", **w),
        _RESAVE,
    ),
    "unpacks_to_too_much": lambda w: (
        "too_large", msg("{file} unpacks to more than any real export.", **w), _SMALLER,
    ),
    "too_many_parts": lambda w: (
        "too_large", msg("{file} has more parts than a workbook has.", **w), _SMALLER,
    ),
    "own_evidence": lambda w: (
        "own_evidence",
        msg(
            "{file} is the evidence workbook of a report: it proves figures and is no export of "
            "data.", **w,
        ),
        msg("Load the files that the data came from; the import history names them."),
    ),
    "too_many_sheets": lambda w: ("too_large", msg("{file} has {n} sheets.", **w), _SMALLER),
    "too_many_cells": lambda w: (
        "too_large",
        msg("{file} claims {rows} rows and {columns} columns in sheet '{sheet}'.", **w),
        _FEWER if int(w["columns"]) > MAX_COLUMNS else _SMALLER,
    ),
    "too_many_columns": lambda w: (
        "too_large",
        msg("{file} has {n} columns; no more than {most} can be taken in.", most=f"{MAX_COLUMNS}",
            **w),
        _FEWER,
    ),
    "too_much": lambda w: (
        "too_large", msg("{file} claims more cells or texts than can be read.", **w), _SMALLER,
    ),
    "too_slow": lambda w: (
        "too_large", msg("{file} takes longer to read than any real export.", **w), _SMALLER,
    ),
    "not_in_encoding": lambda w: (
        "unreadable", msg("{file} is not a text in the encoding {name}.", **w),
        msg("Save it again as CSV with the encoding UTF-8."),
    ),
    "holds_nul": lambda w: (
        "unreadable", msg("{file} is not a text: NUL characters in lines {lines}.", **w), _AGAIN,
    ),
    "cut_off": lambda w: (
        "damaged", msg("{file} ends in the middle of a character: it is incomplete.", **w),
        msg("Export or download it again."),
    ),
    "mixed_encodings": lambda w: (
        "damaged",
        msg("{file} mixes two encodings: UTF-8 in lines {good}, another in lines {bad}.", **w),
        _UTF8,
    ),
    "long_line": lambda w: (
        "too_large", msg("{file}, line {line}: the line is longer than any real one.", **w), _MEND,
    ),
    "long_field": lambda w: (
        "too_large",
        msg(
            "{file}, line {line}: a field that begins here is longer than any real one; perhaps a "
            "quotation mark is not closed.", **w,
        ),
        _MEND,
    ),
    "open_quote": lambda w: (
        "damaged",
        msg("{file}, line {line}: a quotation mark opens here and is never closed.", **w), _MEND,
    ),
    "stray_quote": lambda w: (
        "damaged",
        msg("{file}, line {line}: a quotation mark stands inside a quoted field.", **w), _MEND,
    ),
    "archive_in_archive": lambda w: (
        "unreadable", msg("{file} is an archive inside an archive.", **w), _UNPACK,
    ),
    "too_many_files": lambda w: (
        "too_large", msg("{file} holds {n} files; no more than {most} are read.", **w), _UNPACK,
    ),
    "empty_archive": lambda w: (
        "empty", msg("{file} is an archive without files.", **w),
        msg("Check the export, then pack it again."),
    ),
}  # fmt: skip


def refusal(file: str, code: str, words: Mapping[str, str]) -> DeskError:
    """Return the error for a file that is not read."""
    sentence = _SENTENCES.get(code, _SENTENCES["damaged"])
    shown = {name: shown_name(word) for name, word in words.items()}
    said = sentence({**shown, "file": shown_name(file)})
    if said[2] is _RESAVE and PurePath(file).suffix.lower() in _ARCHIVES:
        said = (*said[:2], _PACK_AGAIN)
    return DeskError(*said)
