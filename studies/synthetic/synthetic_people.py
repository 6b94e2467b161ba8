"""Made-up people who judge, answer and sign off: without a password, and with a name that says so."""

from datetime import UTC, datetime

from django.contrib.auth.models import User

# Everything that made-up people do is done at this time, so that a seed decides all.
DONE_AT = datetime(2025, 1, 15, 12, tzinfo=UTC)
PEOPLE = 3


def make_people() -> tuple[User, ...]:
    """The made-up people, made if they are missing. They cannot log in: they have no password and are inactive."""
    return tuple(_person(number) for number in range(1, PEOPLE + 1))


def _person(number: int) -> User:
    username = f"synthetic-person-{number}"
    found = User.objects.filter(username=username).first()
    if found:
        return found
    return User.objects.create_user(
        username, first_name="Synthetic person", last_name=f"{number} (made up)", is_active=False
    )
