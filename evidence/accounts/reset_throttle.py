"""The throttle of letters with a link for a password: nobody fills a mailbox, or keeps the mail server busy.

Letters are counted within each hour of the clock, by the address that is asked for and by the network that asks. Where
the store of kept values is lost, they are not.
"""

import threading
import unicodedata
from hashlib import blake2b

from studies.revisions.kept_store import kept_store

LETTERS_TO_AN_ADDRESS = 3
LETTERS_OF_A_NETWORK = 20
_SECONDS = 60 * 60
_counting = threading.Lock()


def may_send_letter(address: str, network: str | None, *, now: float) -> bool:
    """Whether a letter may be sent at a time of the clock; if so, it is counted."""
    # Two spellings that Django takes for the same address are one.
    limits = {f"address {unicodedata.normalize('NFKC', address).casefold()}": LETTERS_TO_AN_ADDRESS}
    if network:
        limits[f"network {network}"] = LETTERS_OF_A_NETWORK
    with _counting:
        counts = {_key(name, now): (_count(_key(name, now)), most) for name, most in limits.items()}
        if any(count >= most for count, most in counts.values()):
            return False
        for key, (count, _) in counts.items():
            kept_store.set(key, count + 1, timeout=_SECONDS)
    return True


def _count(key: str) -> int:
    found = kept_store.get(key)
    return found if isinstance(found, int) else 0


def _key(name: str, now: float) -> str:
    """An address is not written into the store."""
    return f"letters-{blake2b(f'{int(now // _SECONDS)} {name}'.encode(), digest_size=16).hexdigest()}"
