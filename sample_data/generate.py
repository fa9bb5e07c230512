"""Write the synthetic sample data: `python sample_data/generate.py [FOLDER]`.

Without a folder it writes beside itself. The same code always writes the same bytes.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sample_data.generator.write import write_all  # noqa: E402 -- needs the path above

if __name__ == "__main__":
    write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
