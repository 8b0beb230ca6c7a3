"""Namespaces, and a root of its own with nothing in it but what Python and numpy need."""

from __future__ import annotations

import os
import socket
import sys

from . import kernel, privileges
from .readable_paths import PACKAGES, Places

assert sys.platform == "linux"

BOXES = ("/box", "/fallline")
"""A folder for nothing but the box, the one place a worker may write to; the first that hides nothing needed."""
BOX_SIZE = "size=16m,nr_inodes=512,mode=700"
_MOUNT_POINTS = ("/mnt", "/media", "/srv", "/run", "/opt", "/home", "/var", "/tmp")
_INSIDE = 1000
"""The user id behind the walls."""
_ALL = (
    kernel.NEWUSER | kernel.NEWNS | kernel.NEWPID | kernel.NEWNET
    | kernel.NEWIPC | kernel.NEWUTS | kernel.NEWCGROUP
)  # fmt: skip


def enter(places: Places) -> None:
    """Leave the machine: new namespaces and a new root; the next child is process 1 of its own world.

    Root builds the root while it can still read everything and becomes nobody before the user namespace;
    anybody else needs the user namespace first.
    """
    ids = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
    if privileges.may_become_nobody():
        kernel.unshare(kernel.NEWNS)
        _build(places)
        privileges.become_nobody()
        _new_namespaces(ids)
    else:
        _new_namespaces(ids)
        _build(places)
    os.close(ids)


def box(places: Places) -> str:
    """The folder that the workers' boxes will be in, each seeing its own.

    Landlock's rules are looked up from a mount's place upward, that place itself left out: a rule for this
    folder holds in every box, whichever worker mounts it.
    """
    return next(path for path in BOXES if not any(_holds(path, place) for place in places))


def inside(box: str) -> str:
    """Where a worker's own box is mounted."""
    return f"{box}/tmp"


def private_box(box: str) -> None:
    """A mount namespace of the worker's own with an empty box in it, which becomes the working directory."""
    kernel.unshare(kernel.NEWNS)
    kernel.mount("box", inside(box), "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC, BOX_SIZE)
    os.chdir(inside(box))


def _new_namespaces(proc: int) -> None:
    user, group = os.geteuid(), os.getegid()
    kernel.unshare(_ALL)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{_INSIDE} {user} 1"), ("gid_map", f"{_INSIDE} {group} 1")):
        descriptor = os.open(f"self/{name}", os.O_WRONLY, dir_fd=proc)
        os.write(descriptor, text.encode())
        os.close(descriptor)
    socket.sethostname("fallline")


def _build(places: Places) -> None:
    kernel.mount("none", "/", "", kernel.MS_REC | kernel.MS_PRIVATE)
    root = next(p for p in _MOUNT_POINTS if os.path.isdir(p) and not any(_holds(p, place) for place in places))
    kernel.mount("root", root, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "size=4m,mode=755")
    for place in places.library:
        _bind(place, root)
        for name in PACKAGES:
            if os.path.isdir(f"{place}/{name}"):
                kernel.mount("none", f"{root}{place}/{name}", "tmpfs", 0, "size=1m,mode=755")
    for name in ("lib", "lib64", "usr/lib64"):
        if os.path.islink(f"/{name}") and not os.path.lexists(f"{root}/{name}"):
            os.makedirs(os.path.dirname(f"{root}/{name}"), exist_ok=True)
            os.symlink(os.readlink(f"/{name}"), f"{root}/{name}")
    # A library may lie among the packages that are hidden by now.
    for place in (*places.numpy, *places.loader, *places.shared):
        _bind(place, root)
    own = inside(box(places))
    os.makedirs(f"{root}{own}")
    if not os.path.lexists(f"{root}/tmp"):
        os.symlink(own, f"{root}/tmp")
    os.chdir(root)
    kernel.pivot_root_here()
    kernel.make_read_only("/", everything_below=True)


def _holds(folder: str, place: str) -> bool:
    return place == folder or place.startswith(f"{folder}/")


def _bind(place: str, root: str) -> None:
    """Show a file or folder at the same path of the new root."""
    target = f"{root}{place}"
    if os.path.isdir(place):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_RDONLY, 0o444))
    kernel.mount(place, target, "", kernel.MS_BIND | kernel.MS_REC)
