"""Threads of a long-running process share the memory that the C library manages."""

import subprocess
import sys
from pathlib import Path

import pytest

from kalenner.cli.processes import ARENAS

ROOT = Path(__file__).parents[2]
ALLOCATE = """
import ctypes, sys, threading
from kalenner.cli.processes import share_arenas
if sys.argv[1] == "together":
    share_arenas()
meeting = threading.Barrier(12)
def allocate():
    blocks = [ctypes.create_string_buffer(2_000) for _ in range(100)]
    meeting.wait(30)
threads = [threading.Thread(target=allocate) for _ in range(12)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
library = ctypes.CDLL(None)
library.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(library.fopen(b"/dev/stdout", b"w"))
library.malloc_info(0, file)
library.fclose(file)
"""


@pytest.mark.parametrize(("how", "is_shared"), [("together", True), ("apart", False)])
def test_twelve_threads_use_no_more_arenas_than_they_may(how: str, is_shared: bool) -> None:
    command = [sys.executable, "-c", ALLOCATE, how]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)

    assert (1 <= done.stdout.count("<heap nr=") <= ARENAS) is is_shared
