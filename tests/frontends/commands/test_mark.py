"""`grader mark` as it is started: it says where it is, lets one browser in, and ends when it is told to."""

import os
import re
import signal
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from small import command
from to_mark import course, desk

from grader.errors import InputError
from grader.frontends.commands import mark
from grader.frontends.mark.decide import Hand, set_points
from grader.marking.events import Mark
from grader.reports.results import read


@contextmanager
def marking(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the command; yield the process and the address that it prints."""
    line = [sys.executable, "-m", "grader", "mark", str(folder), "--no-browser"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            found = re.fullmatch(r"Marking: (http://127\.0\.0\.1:\d+/\S+/\?token=\S+)\n", said)
            assert found, said
            yield process, found[1]
        finally:
            process.kill()


def fetched(address: str, cookie: str = "", form: dict[str, str] | None = None) -> HTTPResponse:
    """Ask for an address, or send a form there."""
    origin = "/".join(address.split("/")[:3])
    data = None if form is None else urlencode(form).encode()
    answer = urlopen(Request(address, data, {"cookie": cookie, "origin": origin}), timeout=60)
    assert isinstance(answer, HTTPResponse)
    return answer


@pytest.mark.skipif(os.name != "posix", reason="nothing there is like Ctrl+C from another process")
def test_it_says_where_it_is_and_ends_when_told(tmp_path: Path) -> None:
    """The address opens once; Ctrl+C is no failure, and the results that it writes have the marks."""
    found = desk(tmp_path, course(6))
    queue = found.queues[0]
    set_points(Hand(found, "Ann", queue, queue.entries[0]), "less", 0)
    with marking(tmp_path) as (process, address):
        assert "grader-mark=" in fetched(address).headers["set-cookie"]
        with pytest.raises(HTTPError, match="403") as refused:
            fetched(address)
        refused.value.close()
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)
    assert (process.returncode, said[1]) == (0, "")
    assert f"Results: {tmp_path / 'results.json'}, " in said[0]
    checks = {check.earned for each in read(tmp_path).submissions for check in each.questions[0].checks[1:]}
    assert checks == {0, 1.5}


def test_who_is_killed_has_lost_nothing(tmp_path: Path) -> None:
    """What the page has shown is on the disk."""
    found = desk(tmp_path, course(6))
    with marking(tmp_path) as (process, address):
        cookie = fetched(address).headers["set-cookie"].partition(";")[0]
        base = address.partition("?")[0]
        fetched(f"{base}name", cookie, {"name": "Ann"})
        fetched(f"{base}q/0/1/comment", cookie, {"comment": "Look again.", "before": ""})
        fetched(f"{base}q/0/1/points", cookie, {"points": "less", "version": "0"})
        process.kill()
    state, queue = found.state(), found.queues[0]
    assert state.mark(queue, queue.entries[1]) == Mark(1.5, (), "Look again.")


@pytest.mark.parametrize("form", [{}, {"points": "all", "version": "0"}, {str(n): "" for n in range(30)}])
def test_a_form_that_is_none_of_ours_changes_nothing(tmp_path: Path, form: dict[str, str]) -> None:
    """And is told, on the page that comes."""
    found = desk(tmp_path, course(6))
    with marking(tmp_path) as (_, address):
        cookie = fetched(address).headers["set-cookie"].partition(";")[0]
        base = address.partition("?")[0]
        fetched(f"{base}name", cookie, {"name": "Ann"})
        for action in ("points", "item", "edit", "new", "comment", "nothing"):
            shown = fetched(f"{base}q/0/1/{action}", cookie, form).read().decode()
            assert "That was not understood, and nothing was changed." in shown
    assert found.state().events == ()


def test_without_results_it_says_what_writes_them(tmp_path: Path) -> None:
    """And nothing is made."""
    done = command(tmp_path, "mark", "nowhere", "--no-browser")

    assert done.returncode == 2
    assert "`grader grade` writes it" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    """With what to do."""
    import socket

    desk(tmp_path, course(6))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = command(tmp_path, "mark", ".", "--no-browser", "--port", str(port))

    assert done.returncode == 2
    assert f"port {port} cannot be had: " in done.stderr
    assert "; leave --port out, or say another" in done.stderr


@pytest.mark.parametrize("port", ["0", "x", "70000"])
def test_what_is_no_port_is_told(tmp_path: Path, port: str) -> None:
    """Before anything is read."""
    done = command(tmp_path, "mark", "--port", port)

    assert done.returncode == 2
    assert f"'{port}' is not a port, from 1 to 65535" in done.stderr


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is missing, by one name."""
    import importlib.util

    desk(tmp_path, course(6))
    there = importlib.util.find_spec
    gone = ("jinja2", "uvicorn")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name in gone else there(name))
    told = r"^jinja2 and uvicorn are not installed: pip install 'gradewright\[mark\]'$"

    with pytest.raises(InputError, match=told):
        mark.run(Namespace(results=tmp_path, port=0, no_browser=True))


def test_where_nobody_handed_in_it_says_so(tmp_path: Path) -> None:
    """There is nothing to mark, and nobody to decide about."""
    desk(tmp_path, course(0))
    with pytest.raises(InputError, match="has no submissions, so there is nothing to mark"):
        mark.run(Namespace(results=tmp_path, port=0, no_browser=True))
