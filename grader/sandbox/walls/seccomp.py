"""An allowlist of system calls, as a classic BPF program (Documentation/userspace-api/seccomp_filter.rst)."""

from __future__ import annotations

import ctypes
import errno
import struct
from collections.abc import Iterable

from .kernel import PR_SET_SECCOMP, Call, identify_processor, prepare_prctl
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


def build_program(own_pid: int, *, may_open_to_write: bool, may_make: bool) -> list[Instruction]:
    """Return the filter of one worker: every call that is not named is refused with EPERM.

    A foreign architecture kills. `may_open_to_write` leaves it to other walls which files may be opened for
    writing; `may_make` lets files be made and removed, which only a worker with a folder of its own may.
    """
    name = identify_processor()
    column = 0 if name == "x86_64" else 1
    code = [_load(_ARCH), (_EQUAL, 1, 0, _AUDIT[name]), (_RETURN, 0, 0, KILL), _load(_NR)]
    code += [(_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, KILL)]
    for argument, values in WORDS:
        code += _allow_only(argument, column, values)
    for signalling in FIRST_ARGUMENT_IS_SELF:
        code += _allow_only((0, signalling), column, (own_pid,))
    if not may_open_to_write:
        for index, numbers in WRITING.opens:
            code += _allow_without_bits(numbers, column, index, _TO_WRITE)
    allowed = [
        *ALLOWED,
        *(WRITING.makes if may_make else ()),
        *(numbers for _, numbers in WRITING.opens if may_open_to_write),
    ]
    for number in sorted(numbers[column] for numbers in allowed if numbers[column] is not None):  # type: ignore[type-var]
        code += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, ALLOW)]  # type: ignore[list-item]
    for numbers in NOT_THERE:
        code += [(_EQUAL, 0, 1, numbers[column]), (_RETURN, 0, 0, ERRNO | errno.ENOSYS)]  # type: ignore[list-item]
    return [*code, (_RETURN, 0, 0, DENY)]


def pack(program: list[Instruction]) -> bytes:
    """Return the program in the bytes that the kernel reads."""
    return b"".join(_INSTRUCTION.pack(*instruction) for instruction in program)


def insert_pid(packed: bytes, pid: int) -> bytes:
    """Return a packed program for ITSELF, made for one process: packed once, it serves every fork."""
    return packed.replace(_INSTRUCTION.pack(_EQUAL, 0, 1, ITSELF), _INSTRUCTION.pack(_EQUAL, 0, 1, pid))


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def prepare_filtering(packed: bytes) -> Call:
    """Prepare to filter the calls of this process, for good; needs no_new_privs."""
    return prepare_prctl(PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(_Program(len(packed) // _INSTRUCTION.size, packed)))


def _load(offset: int) -> Instruction:
    """Return the instruction that loads the word at an offset."""
    return (_LOAD, 0, 0, offset)


def _allow_only(argument: tuple[int, Numbers], column: int, values: Iterable[int]) -> list[Instruction]:
    """Return code that allows a call only when the low word of the named argument is one of `values`."""
    index, numbers = argument
    body = [_load(_ARGS + 8 * index)]
    for value in values:
        body += [(_EQUAL, 0, 1, value), (_RETURN, 0, 0, ALLOW)]
    return _make_block(numbers[column], [*body, (_RETURN, 0, 0, DENY)])


def _allow_without_bits(numbers: Numbers, column: int, index: int, bits: int) -> list[Instruction]:
    """Return code that allows a call only when the low word of the named argument has none of `bits`."""
    body = [_load(_ARGS + 8 * index), (_ANY_BIT, 0, 1, bits), (_RETURN, 0, 0, DENY), (_RETURN, 0, 0, ALLOW)]
    return _make_block(numbers[column], body)


def _make_block(number: int | None, body: list[Instruction]) -> list[Instruction]:
    """Return code that runs a body for one call; the body always returns, and another call jumps over it."""
    return [] if number is None else [(_EQUAL, 0, len(body), number), *body]
