"""A mail server on the loopback: it keeps what it is sent, or behaves as badly as some do."""

import asyncio
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Final, Self

# As much of SMTP (RFC 5321) as a client needs that trusts it.
_ANSWERS: Final = {
    b"EHLO": "250 localhost",
    b"MAIL": "250 OK",
    b"RCPT": "250 OK",
    b"RSET": "250 OK",
}


class MailServer:
    """Takes mail for anybody.

        async with MailServer() as mail:
            ...  # send to 127.0.0.1, mail.port, unencrypted
            assert mail.messages[0]["Subject"] == "Hello"

    `stop` and `start` take it off the network and back; while `silent` it says nothing.
    """

    def __init__(self) -> None:
        """Prepare; nothing listens yet."""
        self.messages: list[EmailMessage] = []
        self.port = 0
        self.silent = False
        self.calls = 0
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen, each time at the same port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Hang up, and be gone."""
        if self._server is not None:
            self._server.close()
            self._server.close_clients()
            await self._server.wait_closed()
            self._server = None

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop."""
        await self.stop()

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Talk to one client."""
        self.calls += 1
        try:
            if self.silent:
                await reader.read()
                return
            writer.write(b"220 localhost\r\n")
            while line := await reader.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    writer.write(b"354 go on\r\n")
                    self.messages.append(await _message(reader))
                    writer.write(b"250 OK\r\n")
                elif verb == b"QUIT":
                    writer.write(b"221 bye\r\n")
                    return
                else:
                    answer = _ANSWERS.get(verb, "502 what?")
                    writer.write(f"{answer}\r\n".encode())
        except ConnectionError:
            pass
        finally:
            writer.close()


async def _message(reader: asyncio.StreamReader) -> EmailMessage:
    """Read a message to its end: a dot alone; others that begin a line were doubled."""
    lines = []
    while (line := await reader.readline()) not in {b".\r\n", b""}:
        lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
    return message_from_bytes(b"".join(lines), policy=policy.default)
