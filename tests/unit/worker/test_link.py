"""What a parent and its runners say to each other arrives whole, or not at all, and nobody waits for the stuck."""

from __future__ import annotations

import os
import threading

import orjson

from worker import link


def test_messages_arrive_in_order_and_a_line_cut_off_by_death_is_dropped() -> None:
    reading, writing = os.pipe()
    writer = link.Writer(writing, waits=True)
    assert writer.send({"stats": {"n": 1}})
    assert writer.send({"drain": 2.5})
    os.write(writing, b'{"half":')
    writer.close()
    with os.fdopen(reading, "rb") as stream:
        assert list(link.messages(stream)) == [{"stats": {"n": 1}}, {"drain": 2.5}]


def test_a_message_larger_than_a_pipe_is_waited_for() -> None:
    reading, writing = os.pipe()
    writer = link.Writer(writing, waits=True)
    said = {"running": ["x" * 100] * 5000}
    speaks = threading.Thread(target=writer.send, args=(said,))
    speaks.start()
    with os.fdopen(reading, "rb") as stream:
        assert next(link.messages(stream)) == said
    speaks.join(10)
    writer.close()


def test_a_writer_that_must_not_wait_drops_messages_and_never_parts_of_them() -> None:
    reading, writing = os.pipe()
    writer = link.Writer(writing, waits=False)
    beat = {"beat": 1.0, "words": {f"{n:036}": "overdue" for n in range(link.WORDS)}}
    assert len(orjson.dumps(beat)) < 4096
    sent = 0
    while writer.send(beat):
        sent += 1
    assert sent > 0
    assert not writer.send({"drain": 1.0}) or sent
    writer.close()
    with os.fdopen(reading, "rb") as stream:
        arrived = list(link.messages(stream))
    assert arrived[:sent] == [beat] * sent
    assert all(message in (beat, {"drain": 1.0}) for message in arrived)


def test_a_writer_whose_reader_is_gone_says_so() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    writer = link.Writer(writing, waits=True)
    assert not writer.send({"beat": 1.0})
    writer.close()
    assert not writer.send({"beat": 1.0})
