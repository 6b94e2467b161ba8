"""Addresses that log a person in: no log and no letter about an error shows them."""

import re

# What the address of a link for choosing a password begins with; the rest of it is the secret.
PASSWORD_LINK = "password/new/"  # noqa: S105 - an address, no password
_LINK = re.compile(rf"(/{PASSWORD_LINK})(?!done/)[^\s\"'?<>&]+")


def mask_secrets(text: str) -> str:
    """A text with the secret part of such addresses replaced.

    >>> mask_secrets("Server Error: /password/new/MQ/abc-123/")
    'Server Error: /password/new/***'
    >>> mask_secrets("/password/new/done/")
    '/password/new/done/'
    """
    # Every value of every line passes here, and nearly none has one.
    return _LINK.sub(r"\1***", text) if PASSWORD_LINK in text else text
