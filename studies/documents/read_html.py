"""Child process: a web page on standard input becomes text on standard output, both in UTF-8."""

import sys

from studies.documents.child_limits import limit_this_process
from studies.documents.html_text import html_text

if __name__ == "__main__":
    limit_this_process(*map(int, sys.argv[1:]))
    page = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    sys.stdout.buffer.write(html_text(page).encode("utf-8"))
