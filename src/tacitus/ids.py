"""Ids are hashes of length-delimited content, so that equal content has an equal id and no two contents collide by joining."""

import hashlib


def hash_bytes(content: bytes) -> str:
    """Return the SHA-256 of the bytes as 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def hash_parts(*parts: object) -> str:
    """Return a 20-digit hex id of the parts; ``("ab", "c")`` and ``("a", "bc")`` differ, and so do ``None`` and ``""``."""
    pieces: list[bytes] = []
    for part in parts:
        text = b"" if part is None else str(part).encode("utf-8", "surrogatepass")
        pieces += (b"-:" if part is None else b"%d:" % len(text), text)
    return hashlib.sha256(b"".join(pieces)).hexdigest()[:20]
