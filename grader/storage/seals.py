"""What only this user's kit can make: seals on results, and secrets from which inputs are drawn.

One key, made once, lies in the user's data folder and is readable by the user alone. Seals and secrets are
HMACs with it, so nothing that came with a submission can hold either.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from grader.errors import KitError

_LENGTH = 64
"""Letters of the key, as hexadecimal digits."""


def seal(*parts: str) -> str:
    """Return the seal of some texts, which only who has the key can make."""
    return _digest(_key(), "seal", *parts).hex()


def is_sealed(given: object, *parts: object) -> bool:
    """Tell whether a seal is the one of these parts, which is false where one of them is no text."""
    texts = [part for part in parts if isinstance(part, str)]
    if not isinstance(given, str) or len(texts) < len(parts):
        return False
    return hmac.compare_digest(given.encode("utf-8", "replace"), seal(*texts).encode())


def secret_of(*parts: str) -> str:
    """Return the secret that belongs to these texts: always the same one, and nobody else can compute it."""
    return _digest(_key(), "secret", *parts).hex()


def seed_of(secret: str, stem: str, sha256: str = "", seed: int = 0) -> int:
    """Return the seed of one exercise: an HMAC over it and, where it is given, the code, for inputs of its own."""
    told = f"{stem}:{sha256}:{seed}".encode()
    return int.from_bytes(hmac.new(secret.encode(), told, hashlib.sha256).digest()[:4], "big")


def key_file() -> Path:
    """Return where the key lies."""
    from grader.storage.folder import home

    return home() / "instructor" / "key"


def _digest(key: bytes, *parts: str) -> bytes:
    # Each text with its length: no two lists of texts are told alike.
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    return hmac.new(key, b"".join(b"%d:%s" % (len(part), part) for part in encoded), hashlib.sha256).digest()


def _key() -> bytes:
    return _kept_key(key_file())


@functools.cache
def _kept_key(path: Path) -> bytes:
    """Read the key, or make it where there is none; raises KitError where neither can be done."""
    from filelock import FileLock

    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(path.with_name("key.lock")):
            if not path.exists():
                _make(path)
            key = path.read_bytes().strip()
    except OSError as error:
        from grader.storage.folder import HOME

        raise KitError(
            f"The key that seals results cannot be kept in {path.parent} ({error.strerror or error}).",
            f"Free some space, check who may write there, or set {HOME} to another folder.",
        ) from None
    if len(key) != _LENGTH:
        raise KitError(
            f"{path} holds no key any more.",
            "Put back a copy of it; or remove it: then a new one is made, and what is graded is graded anew.",
        )
    return key


def _make(path: Path) -> None:
    aside = path.with_name("key.part")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_hex(_LENGTH // 2).encode())
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
