"""A real Chromium, driven through the pipe that it offers for this: JSON messages, each ended by a NUL."""

import fcntl
import json
import os
import select
import shutil
import subprocess
from pathlib import Path
from typing import Any

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
)
SECONDS = 60


def program() -> str | None:
    """Where Chromium is on this machine, if it is there."""
    return next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)


class Browser:
    """One tab of one browser with a profile of its own."""

    def __init__(self, program: str, profile: Path) -> None:
        (read, self.write), (self.read, write) = os.pipe(), os.pipe()
        # Chromium reads commands from descriptor 3 and answers on 4.
        ours = [fcntl.fcntl(each, fcntl.F_DUPFD, 20) for each in (read, write)]

        def place() -> None:
            os.dup2(ours[0], 3)
            os.dup2(ours[1], 4)

        self.process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=place,
            pass_fds=(3, 4),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for each in (read, write, *ours):
            os.close(each)
        self.buffer, self.number, self.session = b"", 0, ""
        self.complaints: list[str] = []  # what the browser said on its console
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and wait for its answer; what happens meanwhile is noted."""
        self.number += 1
        message: dict[str, Any] = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                assert "error" not in answer, (method, answer)
                return answer["result"]
            self.note(answer)

    def message(self) -> dict[str, Any]:
        """The next message."""
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.read], [], [], SECONDS)
            assert ready, "Chromium does not answer"
            data = os.read(self.read, 1 << 20)
            assert data, "Chromium has ended"
            self.buffer += data
        first, _, self.buffer = self.buffer.partition(b"\0")
        return json.loads(first)

    def note(self, event: dict[str, Any]) -> None:
        """Keep what a developer would see on the console."""
        params = event.get("params", {})
        match event.get("method"):
            case "Log.entryAdded":
                self.complaints.append(params["entry"]["text"])
            case "Runtime.consoleAPICalled" | "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(params)[:500])

    def open(self, page: Path | str, width: int = 1366, height: int = 768) -> None:
        """Show a page in a window of that size, and wait until it is there."""
        mobile = width < 600
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=mobile,
        )
        self.ask("Log.clear")
        self.complaints.clear()
        address = page if isinstance(page, str) else page.as_uri()
        self.ask("Page.navigate", url=address)
        while self.js("document.readyState + location.href") != f"complete{address}":
            pass

    def js(self, expression: str) -> Any:
        """The value of an expression in the page."""
        found = self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def key(self, name: str, code: int, text: str = "") -> None:
        """Press a key."""
        press = {"key": name, "code": name, "windowsVirtualKeyCode": code}
        self.ask("Input.dispatchKeyEvent", type="keyDown", text=text, **press)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **press)

    def tab(self) -> None:
        """Go on to what comes next."""
        self.key("Tab", 9)

    def enter(self) -> None:
        """Press what has the focus."""
        self.key("Enter", 13, "\r")

    def click(self, selector: str) -> None:
        """Click in the middle of an element."""
        self.js(f"document.querySelector({selector!r}).scrollIntoView({{block: 'center'}})")
        box = self.js(
            f"(b => [b.x + b.width / 2, b.y + b.height / 2])"
            f"(document.querySelector({selector!r}).getBoundingClientRect())"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def close(self) -> None:
        """End the browser, and nothing else."""
        self.session = ""
        self.ask("Browser.close")
        self.process.wait(SECONDS)
        os.close(self.read)
        os.close(self.write)
