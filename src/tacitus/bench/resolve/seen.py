"""Which documents taught the weights of ``resolve``, and which were never looked at.

By the hash of what a document is known by (``key``), half and half; texts of one page stay together.
"""

from hashlib import sha256
from typing import Protocol


class Known(Protocol):
    """What has a name that does not change."""

    @property
    def key(self) -> str:
        """What the document is known by."""


def is_seen(row: Known) -> bool:
    """Whether rules and weights may be made on the document."""
    return int(sha256(row.key.encode()).hexdigest(), 16) % 2 == 0
