"""A curator who is logged in through the proxy and works with the pages of the site."""

from http.cookies import SimpleCookie
from urllib.parse import urlencode

from benchmarks.harness.page_form import form_fields
from benchmarks.service.requests import Response, ask
from benchmarks.service.site import HOST

OK, FOUND = 200, 302


class Curator:
    """One browser: it keeps its cookies and sends forms as they came, with some fields changed."""

    def __init__(self, port: int, name: str, password: str) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.send("/login/", "/login/", {"username": name, "password": password})
        if "sessionid" not in self.cookies:
            raise RuntimeError(f"{name} could not log in.")

    def send(self, page: str, action: str, changes: dict[str, str]) -> None:
        """Send the form of that page with these fields changed. Raises ``RuntimeError`` when it is not taken."""
        asked = self.ask(page)
        if asked.status != OK:
            raise RuntimeError(f"{page} answers {asked.status}, so there is no form to send to {action}.")
        fields = form_fields(asked.body.decode(), action)
        answer = self.ask(action, method="POST", body=urlencode(fields | changes, doseq=True).encode())
        if answer.status != FOUND:
            raise RuntimeError(f"{action} answers {answer.status} to the form of {page}.")

    def ask(self, path: str, *, method: str = "GET", body: bytes | None = None) -> Response:
        headers = {
            "Host": HOST,
            "Origin": f"https://{HOST}",
            "X_Forwarded_Proto": "https",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content_Type": "application/x-www-form-urlencoded",
        }
        answer = ask(self.port, path, method=method, body=body, **headers)
        for header in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return answer
