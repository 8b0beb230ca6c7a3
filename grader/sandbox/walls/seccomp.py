"""An allowlist of system calls, as a classic BPF program (Documentation/userspace-api/seccomp_filter.rst)."""

from __future__ import annotations

import ctypes
import errno
import struct
from collections.abc import Iterable

from .kernel import PR_SET_SECCOMP, machine, prctl
from .syscalls import ALLOWED, FIRST_ARGUMENT_IS_SELF, NOT_THERE, WORDS, WRITING, Numbers

# include/uapi/linux/seccomp.h
KILL, ERRNO, ALLOW = 0x8000_0000, 0x0005_0000, 0x7FFF_0000
_MODE_FILTER = 2
# struct seccomp_data {int nr; u32 arch; u64 instruction_pointer; u64 args[6]}; both processors are little-endian
_NR, _ARCH, _ARGS = 0, 4, 16
# include/uapi/linux/audit.h
_AUDIT = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
# arch/x86/include/uapi/asm/unistd.h: numbers from here on are those of the x32 ABI
_X32 = 0x4000_0000
# include/uapi/linux/filter.h: BPF_LD|BPF_W|BPF_ABS, BPF_JMP|BPF_{JEQ,JGE,JSET}|BPF_K, BPF_RET|BPF_K
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
# O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND and O_TMPFILE's own bit (include/uapi/asm-generic/fcntl.h)
_TO_WRITE = 0o1 | 0o2 | 0o100 | 0o1000 | 0o2000 | 0o20000000

Instruction = tuple[int, int, int, int]
DENY = ERRNO | errno.EPERM
ITSELF = 0xFFFF_FFF0
"""Stands for the number of the process itself, and is nobody's."""
_INSTRUCTION = struct.Struct("<HBBI")


def program(own_pid: int, *, may_open_to_write: bool, may_make: bool) -> list[Instruction]:
    """The filter of one worker: what is not named is refused with EPERM.

    A foreign architecture kills. `may_open_to_write` leaves it to other walls which files may be opened for
    writing; `may_make` lets files be made and removed, which only a worker with a place of its own may.
    """
    name = machine()
    column = 0 if name == "x86_64" else 1
    code = [_load(_ARCH), (_EQUAL, 1, 0, _AUDIT[name]), (_RETURN, 0, 0, KILL), _load(_NR)]
    code += [(_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, KILL)]
    for argument, values in WORDS:
        code += _only(argument, column, values)
    for signalling in FIRST_ARGUMENT_IS_SELF:
        code += _only((0, signalling), column, (own_pid,))
    if not may_open_to_write:
        for place, numbers in WRITING.opens:
            code += _without_bits(numbers, column, place, _TO_WRITE)
    allowed = [*ALLOWED, *(WRITING.makes if may_make else ()), *(n for _, n in WRITING.opens if may_open_to_write)]
    for number in sorted(n[column] for n in allowed if n[column] is not None):  # type: ignore[type-var]
        code += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, ALLOW)]  # type: ignore[list-item]
    for numbers in NOT_THERE:
        code += [(_EQUAL, 0, 1, numbers[column]), (_RETURN, 0, 0, ERRNO | errno.ENOSYS)]  # type: ignore[list-item]
    return [*code, (_RETURN, 0, 0, DENY)]


def packed(code: list[Instruction]) -> bytes:
    """The program as the kernel reads it."""
    return b"".join(_INSTRUCTION.pack(*instruction) for instruction in code)


def own(code: bytes, pid: int) -> bytes:
    """A packed program for ITSELF, as it is for one process: made once, it serves every fork."""
    return code.replace(_INSTRUCTION.pack(_EQUAL, 0, 1, ITSELF), _INSTRUCTION.pack(_EQUAL, 0, 1, pid))


def install(code: bytes) -> None:
    """Filter this process from now on, for good; wants no_new_privs."""
    kept = ctypes.create_string_buffer(code, len(code))
    # struct sock_fprog {unsigned short len; struct sock_filter *filter}
    head = ctypes.create_string_buffer(struct.pack("@HP", len(code) // _INSTRUCTION.size, ctypes.addressof(kept)))
    prctl(PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(head))


def _load(offset: int) -> Instruction:
    return (_LOAD, 0, 0, offset)


def _only(argument: tuple[int, Numbers], column: int, values: Iterable[int]) -> list[Instruction]:
    """Of one call: allowed when the low word of the named argument is one of `values`."""
    place, numbers = argument
    body = [_load(_ARGS + 8 * place)]
    for value in values:
        body += [(_EQUAL, 0, 1, value), (_RETURN, 0, 0, ALLOW)]
    return _block(numbers[column], [*body, (_RETURN, 0, 0, DENY)])


def _without_bits(numbers: Numbers, column: int, place: int, bits: int) -> list[Instruction]:
    """Of one call: allowed when the low word of the named argument has none of `bits`."""
    body = [_load(_ARGS + 8 * place), (_ANY_BIT, 0, 1, bits), (_RETURN, 0, 0, DENY), (_RETURN, 0, 0, ALLOW)]
    return _block(numbers[column], body)


def _block(number: int | None, body: list[Instruction]) -> list[Instruction]:
    """A body that runs for one call and always returns; another call jumps over it."""
    return [] if number is None else [(_EQUAL, 0, len(body), number), *body]
