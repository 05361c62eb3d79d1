"""A TCP link that can be stalled: what was sent meanwhile arrives late, as on a bad network."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from dataclasses import dataclass
from typing import Self

from local import ports

CHUNK = 65_536


@dataclass(frozen=True, eq=False, slots=True)
class _Pair:
    """A connection and its other half."""

    both: asyncio.Future[tuple[None, None]]
    transports: tuple[asyncio.WriteTransport, asyncio.WriteTransport]

    def abort(self) -> None:
        """Close both, whatever is unsent."""
        for transport in self.transports:
            transport.abort()


class Link:
    """Listens on a port of its own and passes bytes on to another port of this machine, both ways."""

    def __init__(self, target: int) -> None:
        """Nothing listens yet.

        Args:
            target: the port that it leads to.
        """
        self.port = ports.free_port()
        self._target = target
        self._loop = asyncio.new_event_loop()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._pairs: set[_Pair] = set()
        self._listening = threading.Event()
        self._held_back = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"link {self.port}", daemon=True)

    def start(self) -> Self:
        """Listen."""
        self._thread.start()
        if not self._listening.wait(10):
            raise TimeoutError(f"the link on port {self.port} did not begin to listen within 10 s")
        return self

    def stop(self) -> None:
        """Close everything."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @property
    def running(self) -> bool:
        """Whether it listens."""
        return self._thread.is_alive()

    def stall(self) -> None:
        """Hold back whatever is sent, either way, until `flow`."""
        self._held_back.clear()
        self._loop.call_soon_threadsafe(self._flowing.clear)

    def flow(self) -> None:
        """Deliver what was held back, also where its sender has hung up, and go on."""
        self._loop.call_soon_threadsafe(self._flowing.set)

    def cut(self) -> None:
        """Drop what is held back, and every connection; new ones are taken at once."""
        self._loop.call_soon_threadsafe(self._drop)

    def wait_until_holding(self, seconds: float) -> bool:
        """True as soon as something sent to the target is held back; False after `seconds`."""
        return self._held_back.wait(seconds)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._connected, ports.HOST, self.port, limit=CHUNK)
        )
        self._listening.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._close(server))
        self._loop.close()

    async def _close(self, server: asyncio.Server) -> None:
        server.close()
        await asyncio.sleep(0.01)  # what was accepted last begins, so that it can close what it holds
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0.01)  # transports that were aborted close their sockets a turn of the loop later

    def _drop(self) -> None:
        for pair in list(self._pairs):
            pair.both.cancel()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(ports.HOST, self._target, limit=CHUNK)
        except (OSError, asyncio.CancelledError):
            writer.transport.abort()
            return
        both = asyncio.gather(
            self._pass_on(reader, far_writer, True), self._pass_on(far_reader, writer, False)
        )
        pair = _Pair(both, (writer.transport, far_writer.transport))
        self._pairs.add(pair)
        try:
            await both
        except asyncio.CancelledError:
            both.cancel()
        finally:
            pair.abort()
            self._pairs.discard(pair)

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, onwards: bool
    ) -> None:
        """One direction, until its sender hangs up; a broken connection ends the other direction too."""
        with contextlib.suppress(OSError):
            while chunk := await reader.read(CHUNK):
                if onwards and not self._flowing.is_set():
                    self._held_back.set()
                await self._flowing.wait()
                writer.write(chunk)
                await writer.drain()
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()  # what was held back is to arrive
