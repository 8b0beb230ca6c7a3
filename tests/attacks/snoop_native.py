"""The same by machine code: libc is called directly."""
# finding: attempt
# walls: strict confined

import ctypes

libc = ctypes.CDLL(None)
# Numbers of x86_64; elsewhere they are other calls, of which none may succeed either
# for the ones that matter are refused by what they would do.
CALLS = (
    ("socket", 41, (2, 1, 0)),
    ("socketpair", 53, (1, 1, 0, ctypes.create_string_buffer(8))),
    ("fork", 57, ()),
    ("vfork", 58, ()),
    ("clone", 56, (17, 0, 0, 0, 0)),
    ("clone3", 435, (ctypes.create_string_buffer(88), 88)),
    ("ptrace", 101, (0, 0, 0, 0)),
    ("process_vm_readv", 310, (1, 0, 0, 0, 0, 0)),
    ("unshare", 272, (0x10000000,)),
    ("setns", 308, (0, 0)),
    ("mount", 165, (b"none", b"/tmp", b"tmpfs", 0, 0)),
    ("umount", 166, (b"/tmp", 2)),
    ("chroot", 161, (b"/tmp",)),
    ("bpf", 321, (0, ctypes.create_string_buffer(120), 120)),
    ("io_uring_setup", 425, (8, ctypes.create_string_buffer(120))),
    ("keyctl", 250, (0, -3, 1)),
    ("add_key", 248, (b"user", b"k", b"v", 1, -3)),
    ("memfd_create", 319, (b"x", 0)),
    ("shmget", 29, (0, 4096, 0o1600)),
    ("msgget", 68, (0, 0o1600)),
    ("semget", 64, (0, 1, 0o1600)),
    ("userfaultfd", 323, (0,)),
    ("perf_event_open", 298, (ctypes.create_string_buffer(128), 0, -1, -1, 0)),
    ("pidfd_open", 434, (1, 0)),
    ("openat2", 437, (-100, b"/", ctypes.create_string_buffer(24), 24)),
    ("open_tree", 428, (-100, b"/", 1)),
    ("name_to_handle_at", 303, (-100, b"/", 0, 0, 0)),
    ("chmod", 90, (b"/tmp", 0o777)),
    ("setxattr", 188, (b"/tmp", b"user.x", b"y", 1, 0)),
    ("symlink", 88, (b"/etc/passwd", b"link")),
    ("link", 86, (b"/dev/null", b"link")),
    ("mknod", 133, (b"node", 0o666, 0)),
    ("setuid", 105, (0,)),
    ("capset", 126, (ctypes.create_string_buffer(b"\x22\x05\x08\x20", 8), ctypes.create_string_buffer(b"\xff" * 24, 24))),
    ("personality", 135, (0x0040000,)),
    ("prctl dumpable", 157, (4, 1, 0, 0, 0)),
    ("prctl pdeathsig", 157, (1, 0, 0, 0, 0)),
    ("kill the parent", 62, (0, 9)),
    ("fcntl owner", 72, (3, 8, 1)),
)

def attempt(what, how):
    try:
        found = how()
    except BaseException:
        return
    if found:
        print("GOT THROUGH:", what, str(found)[:200])


def ema_moments(*args):
    for path in (b"@SECRET@", b"@SOLUTION@", b"/etc/passwd"):
        attempt("libc open", lambda: libc.open(path, 0) >= 0)
    for name, number, arguments in CALLS:
        attempt(name, lambda: libc.syscall(number, *arguments) >= 0)
    return None


bias_correct = adam_step = ema_moments
