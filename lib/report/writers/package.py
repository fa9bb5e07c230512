"""Office files with the same bytes each time: the time of writing is taken out of the package."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest day that the format can hold
_READABLE = 0o600 << 16


def timeless(content: bytes) -> bytes:
    """Return an Office file whose parts all carry the same fixed time."""
    out = BytesIO()
    with (
        ZipFile(BytesIO(content)) as source,
        ZipFile(out, "w", ZIP_DEFLATED, compresslevel=6) as to,
    ):
        for part in source.infolist():
            info = ZipInfo(part.filename, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = _READABLE
            info.create_system = 3
            to.writestr(info, source.read(part.filename))
    return out.getvalue()
