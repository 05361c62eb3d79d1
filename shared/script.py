"""A move's Lua script: its own text behind those parts of the prelude that it uses, run by its digest."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import redis

from shared import job, keys, lifecycle

FOLDER = Path(__file__).parent / "lua"
_PLAIN = "return main()\n"
_TELLING = "local answer = main()\ntell()\nreturn answer\n"
"""How a script ends that may have said what happened: the event is written last, once for all."""


@dataclass(frozen=True)
class Script:
    """A Lua script as Redis is given it."""

    text: str
    digest: str

    @classmethod
    def of(cls, text: str) -> Script:
        """A script by its text."""
        return cls(text, hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest())

    @classmethod
    def read(cls, name: str) -> Script:
        """The script `lua/<name>.lua`; its first line, the shebang with its flags, stays first.

        Redis runs the whole text at each call: what of the prelude a script does not use would cost every call of it.
        """
        shebang, _, body = (FOLDER / f"{name}.lua").read_text(encoding="utf-8").partition("\n")
        parts = _used(_words(body))
        end = _PLAIN
        if any("say" in part.names for part in parts):
            parts, end = _used(_words(body) | {"tell"}), _TELLING
        return cls.of(
            "\n".join([shebang, *(part.text for part in parts), f"local function main()\n{body}\nend", end])
        )

    def run(self, client: redis.Redis, namespace: str, arguments: Sequence[Any]) -> Any:
        """Run it by its digest; a server that forgot it (SCRIPT FLUSH, a restart) is told again."""
        return self.ask(client, namespace, arguments)()

    def ask(self, client: redis.Redis, namespace: str, arguments: Sequence[Any]) -> Callable[[], Any]:
        """Send it, and do something else while Redis runs it; what comes back waits for the answer. Call it once."""
        answer = _asked(client, "EVALSHA", self.digest, 1, namespace, *arguments)

        def or_told_again() -> Any:
            try:
                return answer()
            except redis.exceptions.NoScriptError:
                return _asked(client, "EVAL", self.text, 1, namespace, *arguments)()

        return or_told_again

    def run_behind(
        self, blocking: Sequence[Any], client: redis.Redis, namespace: str, arguments: Sequence[Any]
    ) -> tuple[Any, Any]:
        """Send a command that blocks and the script at once: Redis runs the script when it ends the block.

        Returns:
            What either answered.
        """
        first, answer = _answers(client, blocking, ["EVALSHA", self.digest, 1, namespace, *arguments])
        if isinstance(answer, redis.exceptions.NoScriptError):
            answer = _asked(client, "EVAL", self.text, 1, namespace, *arguments)()
        if isinstance(answer, Exception):
            raise answer
        return first, answer


@dataclass(frozen=True, slots=True)
class _Part:
    """A statement of the prelude, with the comments above it."""

    text: str
    names: frozenset[str]
    """Those that it makes."""
    words: frozenset[str]
    """All that it may use."""


def _used(words: Iterable[str]) -> list[_Part]:
    """The parts that make any of these words, and those that they use in turn; in their order."""
    used: set[_Part] = set()
    wanted = set(words)
    while found := [part for part in _prelude() if part not in used and part.names & wanted]:
        used.update(found)
        wanted.update(*(part.words for part in found))
    return [part for part in _prelude() if part in used]


@cache
def _prelude() -> tuple[_Part, ...]:
    text = "\n".join(
        [
            keys.LUA,
            f"local SOLO_AFTER = {lifecycle.SOLO_AFTER}",
            f"local LONGEST_VALUE = {job.LONGEST_VALUE}",
            (FOLDER / "prelude.lua").read_text(encoding="utf-8"),
        ]
    )
    return tuple(_parts(text))


def _parts(text: str) -> Iterator[_Part]:
    """Each begins with a `local` at the margin."""
    for part in re.split(r"^(?=local )", text, flags=re.MULTILINE)[1:]:
        made = re.findall(r"\Alocal (?:function )?(\w+(?:, \w+)*)", part)
        yield _Part(part.rstrip("\n"), frozenset(", ".join(made).split(", ")), _words(part))


def _words(lua: str) -> frozenset[str]:
    return frozenset(re.findall(r"[A-Za-z_]\w*", re.sub(r"--.*", "", lua)))


def _asked(client: redis.Redis, *command: Any) -> Callable[[], Any]:
    """As `client.execute_command` in two steps, without the repeats and records that take half of its time.

    A connection that breaks on the way is closed, and opened anew when it is next taken.
    """
    pool = client.connection_pool
    connection: Any = pool.get_connection()
    try:
        connection.send_command(*command)
    except BaseException:
        pool.release(connection)
        raise

    def answer() -> Any:
        try:
            return connection.read_response()
        finally:
            pool.release(connection)

    return answer


def _answers(client: redis.Redis, *commands: Sequence[Any]) -> tuple[Any, ...]:
    """Of commands that are sent at once; an error as the last answer is answered, any other is raised."""
    pool = client.connection_pool
    connection: Any = pool.get_connection()
    try:
        connection.send_packed_command(connection.pack_commands(commands))
        answers = [connection.read_response() for _ in commands[1:]]
        try:
            answers.append(connection.read_response())
        except redis.ResponseError as error:
            answers.append(error)
        return tuple(answers)
    except BaseException:
        connection.disconnect()  # what it still had to answer is not the answer of the next command
        raise
    finally:
        pool.release(connection)
