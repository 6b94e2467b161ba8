"""The login throttle: failures are counted by name, wherever they come from, and by network, whatever the names.

A few failures close a name, many close a network, which an office or a clinic may share. Both open again after the
time in AXES_COOLOFF_TIME.
"""

from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone

from evidence.accounts.client_address import client_address, network_of

# As many failures from one network as would close this many names.
NAMES_OF_A_NETWORK = 4
# The clocks of several web servers differ by less.
MOST_BETWEEN_CLOCKS = timedelta(minutes=5)
# No name of a person is longer; what is longer is cut, since the record of a failure holds 255 characters.
LONGEST_NAME = User._meta.get_field("username").max_length


class LoginThrottle(AxesDatabaseHandler):  # type: ignore[misc]  # the library has no types
    """Counts failures by name and by network, and forgets those of a name once its person has logged in."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Failures of the name, or those of the network by as many names as it may have, whichever are more."""
        by_name, by_network = (
            sum(attempts.values_list("failures_since_start", flat=True))
            for attempts in self.get_user_attempts(request, credentials)
        )
        if client_network(request) is None:
            return int(by_name)
        return int(max(by_name, by_network // NAMES_OF_A_NETWORK))

    def get_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> list[Any]:
        """The failures by name and by network, without those of a future that a wrong clock has seen.

        They would keep a name closed until that time comes.
        """
        latest = timezone.now() + MOST_BETWEEN_CLOCKS
        return [each.filter(attempt_time__lte=latest) for each in super().get_user_attempts(request, credentials)]

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Forget the failures of the name alone: an own account must not open a network for guesses at others."""
        name = user_name(request, credentials)
        return int(AccessAttempt.objects.filter(username=name).delete()[0])


def user_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The name with which somebody tries to log in, as it is stored and logged; '' without one."""
    given = (credentials or {}).get("username") or request.POST.get("username") or ""
    return str(given)[:LONGEST_NAME]


def client_network(request: HttpRequest) -> str | None:
    """The network of the client; None where its address is not known."""
    address = client_address(request)
    return network_of(address) if address else None


def client_text(username: str, network: str | None, agent: str, path: str, request: HttpRequest) -> str:
    """Who tried, for the log: name, address and network. The name is quoted, so that it cannot imitate a line."""
    return f"name {username!r}, address {client_address(request) or 'unknown'}, network {network or 'unknown'}"
