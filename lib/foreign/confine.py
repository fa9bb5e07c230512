"""What the reading process can no longer do: reach a network, start a program, open a file.

Linux takes the rights away for good (seccomp, Landlock), so bytes that gain control of the
process gain nothing else. Where the kernel lacks one of them, and on other systems, the
limits of `child` and of DuckDB stand alone.
"""

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Sequence

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _IS, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # words of the filter's language
_ALLOWED, _REFUSED = 0x7FFF0000, 0x00050000 | 1  # EPERM
_FOREIGN_CALLS = 0x40000000  # of another word length, with numbers of their own
# socket, socketpair, connect, bind, execve, execveat, ptrace, io_uring_setup
_CALLS = {
    "x86_64": (0xC000003E, (41, 53, 42, 49, 59, 322, 101, 425)),
    "aarch64": (0xC00000B7, (198, 199, 203, 200, 221, 281, 117, 425)),
}
_CREATE_RULESET, _ADD_RULE, _RESTRICT = 444, 445, 446
_RIGHTS = (1 << 13) - 1  # all rights to files and folders of Landlock's first version
_WRITE_FILE, _READ_FILE, _TRUNCATE = 1 << 1, 1 << 2, 1 << 14
_REFER = 1 << 13
_TRUNCATE_SINCE = 3
# Where DuckDB asks how much memory and how many processors there are.
_ABOUT_THE_MACHINE = ("/proc/self", "/proc/stat", "/sys/fs/cgroup", "/sys/devices/system/cpu")


def confined() -> None:
    """Give up network and programs, as far as the system lets it be given up."""
    calls = _CALLS.get(platform.machine())
    if not sys.platform.startswith("linux") or calls is None:
        return
    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    program = _program(*calls)
    buffer = ctypes.create_string_buffer(program, len(program))
    about = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    system.prctl(_SET_SECCOMP, _FILTER, ctypes.create_string_buffer(about, len(about)), 0, 0)


def shut_in(readable: Sequence[str], writable: Sequence[str]) -> None:
    """Give up all files but these, which exist, as far as the system lets it be given up."""
    if not sys.platform.startswith("linux"):
        return
    system = ctypes.CDLL(None, use_errno=True)
    version = system.syscall(_CREATE_RULESET, None, 0, 1)
    if version < 1:
        return
    may_truncate = _TRUNCATE if version >= _TRUNCATE_SINCE else 0
    rights = _RIGHTS | may_truncate | (_REFER if version > 1 else 0)
    about = struct.pack("Q", rights)
    rules = system.syscall(_CREATE_RULESET, about, len(about), 0)
    for path in (*readable, *filter(os.path.exists, _ABOUT_THE_MACHINE)):
        _allow(system, rules, path, _READ_FILE)
    for path in writable:
        _allow(system, rules, path, _READ_FILE | _WRITE_FILE | may_truncate)
    system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    system.syscall(_RESTRICT, rules, 0)
    os.close(rules)


def _allow(system: ctypes.CDLL, rules: int, path: str, rights: int) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        system.syscall(_ADD_RULE, rules, 1, struct.pack("=Qi", rights, file), 0)
    finally:
        os.close(file)


def _program(machine: int, calls: Sequence[int]) -> bytes:
    """Return a filter of system calls: another machine's and those listed are refused."""
    steps = [(_LOAD, 0, 0, 4), (_IS, 1, 0, machine), (_RETURN, 0, 0, _REFUSED), (_LOAD, 0, 0, 0)]
    steps.append((_AT_LEAST, len(calls) + 1, 0, _FOREIGN_CALLS))
    steps += [(_IS, len(calls) - n, 0, call) for n, call in enumerate(calls)]
    steps += [(_RETURN, 0, 0, _ALLOWED), (_RETURN, 0, 0, _REFUSED)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
