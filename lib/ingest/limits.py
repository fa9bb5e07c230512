"""How much a file may hold. A workbook of 200,000 rows and 20 columns passes, a bomb does not."""

MAX_COLUMNS = 512
MAX_CELL_CHARACTERS = 32_767  # Excel's own limit
MAX_CELLS = 10_000_000  # of a sheet's bounding box
MAX_SHEETS = 50
MAX_PARTS = 500  # entries of a workbook's zip
MAX_PART_BYTES = 200_000_000
MAX_UNPACKED_BYTES = 300_000_000
MAX_RATIO = 200  # unpacked to packed, of a part large enough to matter
RATIO_MATTERS_BYTES = 10_000_000
CHILD_MEMORY_BYTES = 1_500_000_000
CHILD_CPU_SECONDS = 20
CHILD_WALL_SECONDS = 25
HEADER_ROWS = 20  # the header stands in one of the first rows
