"""Becomes another program, with limits on it: run as a file, before anything else is imported.

`python -I -S launch.py BYTES PROGRAM [ARGUMENT …]`: the program gets at most BYTES of address space, leaves no core
file, and on Linux is ended when the process that started it ends, however that ends.
"""

import ctypes
import os
import resource
import signal
import sys

_PR_SET_PDEATHSIG = 1  # <sys/prctl.h>


def main(memory: str, program: str, *arguments: str) -> None:
    """Set the limits and turn into the program."""
    parent = os.getppid()
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before it could be told so
            return
    os.execv(program, [program, *arguments])  # noqa: S606 - no shell; the program is chosen by the caller in this package


if __name__ == "__main__":
    main(*sys.argv[1:])
