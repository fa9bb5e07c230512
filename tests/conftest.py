"""Settings that hold for every test."""

import os

from hypothesis import settings

os.environ.setdefault(
    "OMP_NUM_THREADS", "1"
)  # two cores: threads of BLAS only get in each other's way

settings.register_profile("desk", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("desk")

pytest_plugins = ["tests.fixtures"]
