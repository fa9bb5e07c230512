"""Settings that hold for every test."""

import os

from hypothesis import settings

os.environ.setdefault(
    "OMP_NUM_THREADS", "1"
)  # two cores: threads of BLAS only get in each other's way

# Hundreds of small workspaces: none of them needs room in reserve, and the disk may be small.
os.environ.setdefault("DESK_BALLAST_MB", "0")
os.environ.setdefault("DESK_SPARE_MB", "0")

settings.register_profile("desk", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("desk")

pytest_plugins = ["tests.fixtures"]
