"""One file, one signal: each module defines `SIGNAL` with its own name as key."""
