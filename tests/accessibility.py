"""What axe finds wrong with a page that a browser shows."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# Of a page that is sound on one screen, what its sizes and colours can change on another.
RULES_OF_LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
# What a page passes is not described, and never leaves the browser: that took longer than all checks.
FIND_VIOLATIONS = """async rules =>
    (await axe.run(document, {runOnly: rules, resultTypes: ["violations"]})).violations"""


def assert_accessible(page: Page, rules: list[str] = RULES) -> None:
    """Fail with every violation of WCAG 2.0 to 2.2, A and AA, and of axe's best practices, and the element concerned.

    The page's context must allow JavaScript: axe waits for a script, and would otherwise wait for ever.
    """
    violations = find_violations(page, rules)
    assert not violations, f"axe on {page.url}:\n" + "\n".join(describe(violation) for violation in violations)


def find_violations(page: Page, rules: list[str] = RULES) -> list[dict[str, Any]]:
    # Before its style sheets have come, a page has other sizes and colours.
    page.wait_for_load_state()
    # Evaluated rather than added as a script element: the page's content security policy would refuse that.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return list(page.evaluate(FIND_VIOLATIONS, rules))


def describe(violation: dict[str, Any]) -> str:
    places = "\n".join(f"    {node['target'][0]}: {node['html'][:160]}" for node in violation["nodes"][:5])
    return (
        f"  {violation['id']} ({violation['impact']}), {len(violation['nodes'])} times: {violation['help']}\n{places}"
    )
