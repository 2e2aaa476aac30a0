"""The server: on this machine alone, until somebody stops it."""

import os
import socket
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.frontends.mark.guard import Guard

if TYPE_CHECKING:
    from uvicorn import Server

ADDRESS = "127.0.0.1"


def listening(port: int) -> socket.socket:
    """Return a socket of this machine at a port; 0 is any that is free."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere that would take a port from who has it
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((ADDRESS, port))
        found.listen(128)
    except OSError as problem:
        found.close()
        raise InputError(
            f"port {port} cannot be had: {problem.strerror}; leave --port out, or say another"
        ) from None
    return found


def serve(guard: Guard, sock: socket.socket) -> None:
    """Answer until interrupted."""
    server(guard).run(sockets=[sock])


def server(guard: Guard) -> "Server":
    """Return the server of the pages."""
    from uvicorn import Config, Server

    return Server(
        Config(
            guard,
            lifespan="off",
            ws="none",
            log_level="warning",
            access_log=False,  # addresses hold the word that lets in
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=2,
        )
    )
