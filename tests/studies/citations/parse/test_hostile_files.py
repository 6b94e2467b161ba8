"""Files made to take a reader's time and memory: an answer within 3 seconds and 150 MB each.

Each is read by a separate process, which the system ends when it exceeds the limit of processor time or memory.
Processor time is used so that a busy machine does not look like a slow parser, and a machine on which an ordinary file
takes longer gives each file as many times longer.
"""

import json
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow

SECONDS = 3
# Or so many times what an ordinary file of 200 entries takes: on a fast machine that is less.
TIMES_ORDINARY = 48
MEGABYTES = 150
# A file of each kind, as an expression for its text, and the expected result.
FILES = {
    "open braces": ("'@article{a, title={' + '{' * 4 * 10**5", "unreadable 1"),
    "braces and quotes": ("'@article{a, title=\"' + '{\"' * 2 * 10**5", "unreadable 1"),
    "nested braces": ("'@article{a, title={' + '{a' * 5 * 10**4 + '}' * 5 * 10**4 + '}}'", "new 1"),
    "macro bomb": (
        "'@string{a0=\"' + 'x' * 20 + '\"}\\n'"
        " + ''.join(f'@string{{a{i + 1}=a{i}#a{i}#a{i}}}\\n' for i in range(60)) + '@article{k, title=a60}'",
        "new 1",
    ),
    "a long sum of names": ("'@article{k, title=' + 'a#' * 4 * 10**4 + 'a}'", "new 1"),
    "2,000 strings, each with the one before": (
        "'@string{s0 = {x}}\\n' + ''.join(f'@string{{s{i + 1} = s{i} # \"{80 * \"x\"}\"}}\\n' for i in range(2_000))"
        " + '@article{a, title=s100}'",
        "new 1",
    ),
    "40,000 entries that are commented out": ("'% @article{a\\n' * 4 * 10**4 + '@article{a, title={Ozone}}'", "new 1"),
    "2,000 starts of entries": ("('@a{k, t={' + 'x' * 150 + '\\n') * 2_000", "unreadable 2000"),
    "a 2 MB abstract": ("'@article{k, title={Ozone}, abstract={' + 'word {x} ' * 240_000 + '}}'", "new 1"),
    "a 2 MB title": ("'@article{k, title={' + \"{\\\\'e}t $x^2$ \" * 160_000 + '}}'", "new 1"),
    "comments that never end": ("'@comment{\\n' * 4 * 10**4 + '@article{a, title={Ozone}}'", "new 1"),
    "250,000 comment lines": ("'@article{k,\\n' + '%\\n' * 250_000 + 'title={Ozone}}'", "new 1"),
    "100,000 fields": ("'@article{k, title={Ozone},' + 'a={b},' * 10**5 + '}'", "unreadable 1"),
    "100,000 authors": ("'@article{k, title={Ozone}, author={' + 'A, B and ' * 10**5 + 'C}}'", "new 1"),
    "accents on accents": ("'@article{k, title={Ozone ' + \"\\\\'\" * 10**6 + 'e}}'", "new 1"),
    "a record without end": ("'TY  - JOUR\\nTI  - Ozone\\n' + 'AU  - A, B\\n' * 4 * 10**4", "new 1"),
    "brackets behind a DOI": ("'TY  - JOUR\\nTI  - Ozone\\nDO  - 10.1000/' + ')' * 10**6 + '\\nER  - '", "new 1"),
    "40,000 keywords": ("'TY  - JOUR\\nTI  - Ozone\\nKW  - a\\n' + 'word\\n' * 4 * 10**4 + 'ER  - '", "new 1"),
    "40 entries that take the same 4 MB": (
        "'@xdata{p, note={' + 'x' * 4 * 10**6 + '}}\\n' + ''.join(f'@book{{k{i}, title={{T{i}}}, xdata={{p}}}}\\n'"
        " for i in range(40))",
        "new 40",
    ),
    "2 MB of authors in a cell": ("'Title,Authors\\nOzone,\"' + 'A B; ' * 4 * 10**5 + '\"\\n'", "new 1"),
    "400 like titles": (
        "''.join(f'@article{{k{i}, title={{Ozone for back pain of kind {i}}}, author={{A, B}}, year=2000}}\\n'"
        " for i in range(400))",
        "possible 399 new 1",
    ),
}
# One process loads the code, and one for each file reads it: its memory and processor time are its own.
READ_ALL = f"""
import json, os, resource, sys, time
sys.path.insert(0, ".")
from collections import Counter
from math import ceil
from studies.citations.parse.read_file import open_file
from studies.citations.plan import KnownPublications, Planner

def verdicts_of(data):
    return Counter(entry.verdict for entry in Planner(KnownPublications()).plan(open_file(data).entries()))

entries = (f"@article{{{{k{{i}}, title={{{{T{{i}}}}}}, author={{{{A, B}}}}, year=2000}}}}\\n" for i in range(200))
ordinary = "".join(entries)
start = time.process_time()
assert sum(verdicts_of(ordinary.encode()).values()) == 200
seconds = max({SECONDS}, ceil({TIMES_ORDINARY} * (time.process_time() - start)))

def read(name, text):
    data = eval(text).encode()
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + int(sum(resource.getrusage(0)[:2])) + 1,) * 2)
    counts = verdicts_of(data)
    verdicts = [f"{{verdict}} {{count}}" for verdict, count in counts.items()]
    print(json.dumps([name, verdicts, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024]), flush=True)

for name, text in json.load(sys.stdin).items():
    child = os.fork()
    if not child:
        read(name, text)
        os._exit(0)
    os.waitpid(child, 0)
"""


@pytest.fixture(scope="module")
def answers() -> dict[str, tuple[str, int]]:
    """Of each file that was read: how many of each verdict, and the megabytes that it took."""
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL],
        input=json.dumps({name: text for name, (text, _) in FILES.items()}),
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
        timeout=600,
        check=True,
    )
    lines = map(json.loads, done.stdout.splitlines())
    return {name: (" ".join(verdicts), megabytes) for name, verdicts, megabytes in lines}


@pytest.mark.parametrize("name", FILES)
def test_hostile_file_is_parsed_within_the_time_limit(answers: dict[str, tuple[str, int]], name: str) -> None:
    assert name in answers, f"failed, or ended after {SECONDS} s of processor time, or {TIMES_ORDINARY} ordinary files"
    verdicts, megabytes = answers[name]
    assert sorted(verdicts.split()) == sorted(FILES[name][1].split())
    assert megabytes < MEGABYTES
