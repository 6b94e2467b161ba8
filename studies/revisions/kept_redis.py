"""What is kept in Redis carries a signature: a person who can write there cannot make the site run code."""

import hmac
import pickle
from hashlib import sha256
from typing import Any

from django.conf import settings

_SIZE = sha256().digest_size


class SignedSerializer:
    """Pickles, as Django's cache stores them, signed with SECRET_KEY: pickle runs what it reads."""

    def dumps(self, value: object) -> bytes:
        """The value as it is stored: the signature, then the pickle."""
        pickled = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        return _signature(pickled) + pickled

    def loads(self, stored: bytes) -> Any:
        """The value. Raises ``ValueError`` for what this site did not write."""
        signature, pickled = stored[:_SIZE], stored[_SIZE:]
        if not hmac.compare_digest(signature, _signature(pickled)):
            raise ValueError("It was not written by this site, or with another SECRET_KEY.")
        return pickle.loads(pickled)  # noqa: S301 - it is ours


def _signature(pickled: bytes) -> bytes:
    return hmac.digest(b"kept in Redis" + settings.SECRET_KEY.encode(), pickled, "sha256")
