"""What a process that evaluates strangers' queries may have: so much memory, no network, an end."""

import ctypes
import platform
import resource
import signal
import struct
import sys

_ENOUGH_TIME = 2.0  # seconds after its deadline in which a worker is killed by who asked it, before it ends by itself

# seccomp(2): a filter of the Berkeley packet filter, which may read the number of a system call.
_SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _DENIED = 0x7FFF0000, 0x00050000 | 13  # EACCES
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER_MODE = 38, 22, 2


def confine(memory_mb: int) -> None:
    """For good: so much more memory than now and no more, no core dump, no new socket.

    What is only reserved does not count, as an address space would (RLIMIT_AS): each thread of the store reserves much.
    """
    limit = _data() + memory_mb * 1024**2
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    no_network()


def no_network() -> bool:
    """No socket can be opened any more, so SERVICE reaches nothing even if a query slipped through. What is open
    stays open; False where the system cannot promise it."""
    known = _SOCKET.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    architecture, socket = known
    steps = [
        (_LOAD, 0, 0, 4),  # the architecture
        (_EQUAL, 0, 2, architecture),  # another one, such as 32 bits: allowed nothing it could not do anyway
        (_LOAD, 0, 0, 0),  # the number of the call
        (_EQUAL, 1, 0, socket),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _DENIED),
    ]
    program = b"".join(struct.pack("HBBI", *step) for step in steps)
    kept = ctypes.create_string_buffer(program)
    described = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(kept))
    libc = ctypes.CDLL(None, use_errno=True)
    zero = ctypes.c_ulong(0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), zero, zero, zero):
        return False
    return not libc.prctl(_PR_SET_SECCOMP, ctypes.c_ulong(_FILTER_MODE), ctypes.c_char_p(described), zero, zero)


def end_after(seconds: float) -> None:
    """The kernel ends this process then, whatever it is doing and whoever has gone: nothing is left behind.

    SIGALRM without a handler needs neither the interpreter's lock nor a parent that is alive. 0 calls it off.
    """
    signal.setitimer(signal.ITIMER_REAL, seconds + _ENOUGH_TIME if seconds else 0)


def _data() -> int:
    """Bytes that this process has of its own now."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[5]) * resource.getpagesize()
    except OSError:  # not Linux
        return 256 * 1024**2
