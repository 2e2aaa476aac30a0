"""Ways to the CPU build of torch: each is tried only where the one before it failed."""

import sys
from collections.abc import Sequence

import pytest

from grader.installing import cpu_torch


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """The commands that were run on a Linux machine without torch; ``works`` decides which succeed."""
    monkeypatch.setattr(cpu_torch.importlib.util, "find_spec", lambda _: None)  # type: ignore[attr-defined]
    monkeypatch.setattr(cpu_torch.sys, "platform", "linux")  # type: ignore[attr-defined]
    return []


def trying(monkeypatch: pytest.MonkeyPatch, asked: list[Sequence[str]], works: str) -> int:
    def call(command: Sequence[str]) -> int:
        asked.append(command)
        return 0 if works and works in " ".join(command) else 1

    monkeypatch.setattr(cpu_torch.subprocess, "call", call)  # type: ignore[attr-defined]
    return cpu_torch.main("2.13.0")


def test_pip_is_asked_for_the_cpu_build_alone(
    monkeypatch: pytest.MonkeyPatch, asked: list[Sequence[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    """Its version is one that no other build has."""
    assert trying(monkeypatch, asked, "+cpu") == 0
    (command,) = asked
    assert command[0] == sys.executable
    assert command[-1] == "torch==2.13.0+cpu"
    assert capfd.readouterr().err == "torch 2.13.0: the CPU build from where pip looks (about 200 MB)\n"


def test_uv_is_asked_where_pip_knows_none(
    monkeypatch: pytest.MonkeyPatch, asked: list[Sequence[str]]
) -> None:
    """It is put aside, not into what is being installed to."""
    assert trying(monkeypatch, asked, "uv") == 0
    _, brought, used = asked
    assert brought[-1] == "uv"
    assert "--target" in brought
    assert used[-3:] == ("--torch-backend", "cpu", "torch==2.13.0")
    assert sys.executable in used


def test_gigabytes_are_nobodys_last_resort(
    monkeypatch: pytest.MonkeyPatch, asked: list[Sequence[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    """Where there is no way to the CPU build nothing is downloaded; how to have the usual one is said."""
    assert trying(monkeypatch, asked, "") == 1
    assert not any(command[-1] == "torch==2.13.0" and "cpu" not in command for command in asked)
    said = capfd.readouterr().err
    assert "torch 2.13.0 could not be installed; pip and uv say above why\n" in said
    assert said.endswith(
        "or take the usual package, which brings gigabytes for graphics cards: "
        f"{sys.executable} -m pip install torch==2.13.0\n"
    )


@pytest.mark.parametrize(("platform", "name"), [("darwin", "macOS"), ("win32", "Windows")])
def test_elsewhere_there_is_one_build(
    monkeypatch: pytest.MonkeyPatch,
    asked: list[Sequence[str]],
    capfd: pytest.CaptureFixture[str],
    platform: str,
    name: str,
) -> None:
    """It is no larger than the CPU build, and no other place is recommended where it cannot be had."""
    monkeypatch.setattr(cpu_torch.sys, "platform", platform)  # type: ignore[attr-defined]
    assert trying(monkeypatch, asked, "torch==2.13.0") == 0
    assert [command[-1] for command in asked] == ["torch==2.13.0"]
    assert f"one build for {name}" in capfd.readouterr().err
    assert trying(monkeypatch, asked, "") == 1
    assert capfd.readouterr().err.endswith("pip and uv say above why\n")


def test_torch_that_is_there_stays(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Students have their own; nothing is downloaded then."""
    monkeypatch.setattr(cpu_torch.importlib.util, "find_spec", lambda _: object())  # type: ignore[attr-defined]
    monkeypatch.setattr(cpu_torch, "version", lambda _: "2.9.1")
    assert cpu_torch.main("2.13.0") == 0
    assert capfd.readouterr().err == "torch 2.9.1 is installed already\n"
