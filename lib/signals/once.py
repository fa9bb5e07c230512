"""Work that several signals share, done once for each snapshot."""

from lib.model.once import once_a_snapshot

__all__ = ["once_a_snapshot"]
