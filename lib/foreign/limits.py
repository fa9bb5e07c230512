"""How much a file may hold. A workbook of 200,000 rows and 20 columns passes, a bomb does not.

The time that the reading process gets grows with the bytes of the file as it was sent: a
bomb is small, so it stays with the base; 50 MB of honest rows on a slow machine need more.
"""

MAX_COLUMNS = 2_000  # five years of days, one a column
MAX_CELL_CHARACTERS = 32_767  # Excel's own limit
MAX_LINE_CHARACTERS = 1_000_000  # of a text; quoted fields may need more, up to the next
MAX_QUOTED_LINE_CHARACTERS = 512 * MAX_CELL_CHARACTERS  # that many cells of the longest
MAX_FIELDS = 100_000  # of one line; no header is looked for in such
MAX_CELLS = 10_000_000  # of a sheet's bounding box
MAX_TEXT_BYTES = 400_000_000  # of all cells that one file gives
MAX_SHEETS = 50
MAX_MERGED = 10_000  # ranges of merged cells of one sheet that are looked at
MAX_PARTS = 500  # entries of a zip
MAX_MEMBERS = 50  # files of an archive that are read
MAX_PART_BYTES = 300_000_000  # 200,000 x 20 texts written without a shared table: 212 MB
MAX_UNPACKED_BYTES = 300_000_000
MAX_RATIO = 200  # unpacked to packed, of a part large enough to matter
RATIO_MATTERS_BYTES = 10_000_000
MAX_SIGNALLED = 100_000  # cells of one sheet that are put right or listed
CHILD_MEMORY_BYTES = 1_500_000_000
LOG_MEMORY_BYTES = 4_000_000_000  # of addresses: DuckDB itself stays within its 800 MB
MAX_BIG_BYTES = 20_000_000_000  # of a log, and of what is made of it
CHILD_CPU_SECONDS = 20
CHILD_WALL_SECONDS = 25
SECONDS_PER_MEGABYTE = 1.0  # more of both, as sent
HEADER_ROWS = 20  # the header stands in one of the first rows
