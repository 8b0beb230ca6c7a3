"""Namespaces, and a root of its own with nothing in it but what Python and numpy need."""

from __future__ import annotations

import os
import socket
import sys

from . import kernel, privileges
from .readable_paths import PACKAGES, ReadablePaths

assert sys.platform == "linux"

BOXES = ("/box", "/fallline")
"""A folder for nothing but the box, the only one a worker may write to; the first that hides nothing needed."""
BOX_SIZE = "size=16m,nr_inodes=512,mode=700"
_MOUNT_POINTS = ("/mnt", "/media", "/srv", "/run", "/opt", "/home", "/var", "/tmp")
_INSIDE = 1000
"""The user id behind the walls."""
_ALL = (
    kernel.NEWUSER | kernel.NEWNS | kernel.NEWPID | kernel.NEWNET
    | kernel.NEWIPC | kernel.NEWUTS | kernel.NEWCGROUP
)  # fmt: skip


def enter(readable: ReadablePaths) -> None:
    """Leave the machine: new namespaces and a new root; the next child is process 1 of its own world.

    Root builds the root while it can still read everything and becomes nobody before the user namespace;
    anybody else needs the user namespace first.
    """
    proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
    if privileges.may_become_nobody():
        kernel.unshare(kernel.NEWNS)
        _build_root(readable)
        privileges.become_nobody()
        _create_namespaces(proc)
    else:
        _create_namespaces(proc)
        _build_root(readable)
    os.close(proc)


def choose_box(readable: ReadablePaths) -> str:
    """Return the folder that the workers' boxes will be in, each worker seeing its own.

    Landlock looks its rules up from the folder of a mount upward, that folder itself left out: a rule for this
    folder holds in every box, whichever worker mounts it.
    """
    return next(path for path in BOXES if not any(_holds(path, needed) for needed in readable))


def name_mount_point(box: str) -> str:
    """Return the path at which a worker's own box is mounted."""
    return f"{box}/tmp"


def prepare_private_box(box: str) -> list[kernel.Call]:
    """Prepare a mount namespace of the worker's own, with an empty box in it as the working directory."""
    point, flags = name_mount_point(box), kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
    return [
        kernel.prepare_unshare(kernel.NEWNS),
        kernel.prepare_mount("box", point, "tmpfs", flags, BOX_SIZE),
        kernel.prepare_chdir(point),
    ]


def _create_namespaces(proc: int) -> None:
    """Enter new namespaces of every kind, where this user has the id _INSIDE; `proc` is a descriptor of /proc."""
    user, group = os.geteuid(), os.getegid()
    kernel.unshare(_ALL)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{_INSIDE} {user} 1"), ("gid_map", f"{_INSIDE} {group} 1")):
        descriptor = os.open(f"self/{name}", os.O_WRONLY, dir_fd=proc)
        os.write(descriptor, text.encode())
        os.close(descriptor)
    socket.sethostname("fallline")


def _build_root(readable: ReadablePaths) -> None:
    """Make a root that holds only what may be read, and move into it."""
    kernel.mount("none", "/", "", kernel.MS_REC | kernel.MS_PRIVATE)
    root = next(
        path for path in _MOUNT_POINTS if os.path.isdir(path) and not any(_holds(path, needed) for needed in readable)
    )
    kernel.mount("root", root, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "size=4m,mode=755")
    for needed in readable.library:
        _bind(needed, root)
        for name in PACKAGES:
            if os.path.isdir(f"{needed}/{name}"):
                kernel.mount("none", f"{root}{needed}/{name}", "tmpfs", 0, "size=1m,mode=755")
    for name in ("lib", "lib64", "usr/lib64"):
        if os.path.islink(f"/{name}") and not os.path.lexists(f"{root}/{name}"):
            os.makedirs(os.path.dirname(f"{root}/{name}"), exist_ok=True)
            os.symlink(os.readlink(f"/{name}"), f"{root}/{name}")
    # A library may lie among the packages that are hidden by now.
    for needed in (*readable.numpy, *readable.loader, *readable.shared):
        _bind(needed, root)
    mount_point = name_mount_point(choose_box(readable))
    os.makedirs(f"{root}{mount_point}")
    if not os.path.lexists(f"{root}/tmp"):
        os.symlink(mount_point, f"{root}/tmp")
    os.chdir(root)
    kernel.pivot_root_here()
    kernel.make_read_only("/", everything_below=True)


def _holds(folder: str, path: str) -> bool:
    """Tell whether a path is a folder or lies below it."""
    return path == folder or path.startswith(f"{folder}/")


def _bind(path: str, root: str) -> None:
    """Show a file or folder at the same path of the new root."""
    target = f"{root}{path}"
    if os.path.isdir(path):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_RDONLY, 0o444))
    kernel.mount(path, target, "", kernel.MS_BIND | kernel.MS_REC)
