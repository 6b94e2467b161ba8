"""What every reader of records keeps to, and words looked up once a row."""

from typing import Any

from studies.choices import Design, Kind, Route

# Looked up once a row: a word made anew from its value takes ten times as long.
DESIGNS = {word.value: word for word in Design}
ROUTES = {word.value: word for word in Route}


def readable(study: str, **more: Any) -> dict[str, Any]:
    """The filter that keeps to primary studies; drafts are excluded beside it."""
    return {f"{study}__kind": Kind.PRIMARY, **more}
