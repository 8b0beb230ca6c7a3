"""What only this user's kit can make: seals on results, and secrets from which inputs are drawn.

One key, made once, lies in the user's data folder and is readable by the user alone. Seals and secrets are
HMACs with it, so nothing that came with a submission can hold either.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import secrets
from pathlib import Path

from grader.errors import KitError
from grader.storage.files import replace_file

_KEY_DIGITS = 64
"""Letters of the key, as hexadecimal digits."""


def make_seal(*parts: str) -> str:
    """Make the seal of some texts: hexadecimal digits that nobody can make without the key."""
    return _compute_hmac(_load_key(), "seal", *parts).hex()


def is_sealed(claimed: object, *parts: object) -> bool:
    """Tell whether this is the seal of these parts; it is not where one of them is no text."""
    texts = [part for part in parts if isinstance(part, str)]
    if not isinstance(claimed, str) or len(texts) < len(parts):
        return False
    return hmac.compare_digest(claimed.encode("utf-8", "replace"), make_seal(*texts).encode())


def make_secret(*parts: str) -> str:
    """Make the secret that belongs to these texts: the same hexadecimal digits each time, known to nobody else."""
    return _compute_hmac(_load_key(), "secret", *parts).hex()


def compute_seed(secret: str, stem: str, sha256: str = "", seed: int = 0) -> int:
    """Compute the seed of one exercise from its stem and, for inputs of a submission's own, the digest of its code."""
    message = f"{stem}:{sha256}:{seed}".encode()
    return int.from_bytes(hmac.new(secret.encode(), message, hashlib.sha256).digest()[:4], "big")


def get_key_path() -> Path:
    """Return the path of the key, there or not."""
    from grader.storage.folder import get_home_folder

    return get_home_folder() / "instructor" / "key"


def _compute_hmac(key: bytes, *parts: str) -> bytes:
    # Each text with its length: no two lists of texts become the same bytes.
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    return hmac.new(key, b"".join(b"%d:%s" % (len(part), part) for part in encoded), hashlib.sha256).digest()


def _load_key() -> bytes:
    return _read_or_make_key(get_key_path())


@functools.cache
def _read_or_make_key(path: Path) -> bytes:
    """Read the key, or make it where there is none; raises KitError where neither can be done."""
    from filelock import FileLock

    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(path.with_name("key.lock")):
            if not path.exists():
                _make_key(path)
            key = path.read_bytes().strip()
    except OSError as error:
        from grader.storage.folder import HOME_VARIABLE

        raise KitError(
            f"The key that seals results cannot be kept in {path.parent} ({error.strerror or error}).",
            f"Free some space, check who may write there, or set {HOME_VARIABLE} to another folder.",
        ) from None
    if len(key) != _KEY_DIGITS:
        raise KitError(
            f"{path} holds no key any more.",
            "Put back a copy of it; or remove it: then a new one is made, and what is graded is graded anew.",
        )
    return key


def _make_key(path: Path) -> None:
    replace_file(path, [secrets.token_hex(_KEY_DIGITS // 2).encode()], mode=0o600, sync=True)
