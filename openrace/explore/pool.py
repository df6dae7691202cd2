"""Warm processes that answer questions: the newest question of a page wins, and work that nobody waits for ends.

Questions go to lanes by what they want, so that an answer never waits behind a ranking. A lane answers one question
after another. Whoever asks says with ``gone()`` whether anybody still waits: a question that waits for its turn is then
dropped, and one that is being answered has a moment to end by itself, after which its process is replaced.
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from openrace.explore.core import mistake

LANES = {"catalog": 0, "form": 0, "answer": 0, "map": 1, "toml": 1, "effects": 3, "rules": 3, "card": 4}
"""Which lane answers what."""
OTHER = 2
"""The lane of all else."""
GRACE = 0.4
"""Seconds that an answer that nobody waits for any more may still take: less than a new process needs to start."""
LONGEST = 90.0
"""Seconds that one answer may take."""
SOONER = {"rank": 10.0, "rules": 30.0}
"""The same, of what is no use later: some games take minutes at the ends of their sliders."""
MOST_WAITING = 24
"""Questions that wait for their turn in one lane."""
TICK = 0.02
WORKER = (sys.executable, "-m", "openrace.explore.worker")
"""Starts a process that answers."""

Own = Mapping[str, str]
"""Files of the games that are open here, by the games' names."""


class GoneError(Exception):
    """Nobody waits for the answer any more."""


class Pool:
    """The lanes of one explorer.

    Args:
        own: games that are open here.
        command: what starts a process that answers.
    """

    def __init__(self, own: Own | None = None, command: Sequence[str] = WORKER) -> None:
        self._lanes = [_Lane(own or {}, command) for _ in range(max(OTHER, *LANES.values()) + 1)]

    def start(self) -> None:
        """Begins to start every process, in the background: one after the other, so that the first is not delayed."""
        threading.Thread(target=self._warm, daemon=True).start()

    def _warm(self) -> None:
        # What is opened on wish starts its own when it is asked for.
        for lane in self._lanes[: OTHER + 1]:
            lane.warm()

    def ask(self, question: Mapping[str, Any], gone: Callable[[], bool]) -> str:
        """The answer as JSON.

        Raises:
            GoneError: nobody waits for it any more.
        """
        return self._lanes[LANES.get(str(question.get("want")), OTHER)].ask(question, gone)

    def close(self) -> None:
        """Ends every process."""
        for lane in self._lanes:
            lane.close()

    def busy(self) -> int:
        """Questions that are waited for or worked on."""
        return sum(lane.waiting for lane in self._lanes)


class _Lane:
    def __init__(self, own: Own, command: Sequence[str]) -> None:
        self._own, self._command = own, command
        self._turn, self._starting = threading.Lock(), threading.Lock()
        self._worker: _Worker | None = None
        self._closed = False
        self.waiting = 0

    def warm(self) -> _Worker:
        """The process, started if there is none."""
        with self._starting:
            if self._worker is None or not self._worker.alive:
                self._worker = _Worker(self._own, self._command)
                if self._closed:
                    self._worker.stop()
            return self._worker

    def ask(self, question: Mapping[str, Any], gone: Callable[[], bool]) -> str:
        if self.waiting >= MOST_WAITING:
            return json.dumps(mistake("too many questions wait", f"at most {MOST_WAITING}", "wait a moment"))
        self.waiting += 1
        try:
            while not self._turn.acquire(timeout=TICK):
                if gone():
                    raise GoneError
            try:
                return self._answer(question, gone)
            finally:
                self._turn.release()
        finally:
            self.waiting -= 1

    def _answer(self, question: Mapping[str, Any], gone: Callable[[], bool]) -> str:
        worker = self.warm()
        worker.send(json.dumps(question))
        longest = SOONER.get(str(question.get("want")), LONGEST)
        last = time.monotonic() + longest
        left: float | None = None
        while (line := worker.line(TICK)) is None:
            now = time.monotonic()
            if not worker.alive:
                self._replace(worker)
                return json.dumps(mistake("the solver's process ended", "an answer", "choose a smaller game"))
            if left is None and gone():
                left = now + GRACE
            if left is not None and now > left:
                self._replace(worker)
                raise GoneError
            if now > last:
                self._replace(worker)
                return json.dumps(
                    mistake(f"the answer takes longer than {longest:g} s", "a quicker one", "choose fewer slots")
                )
        return line

    def _replace(self, worker: _Worker) -> None:
        worker.stop()
        threading.Thread(target=self.warm, daemon=True).start()

    def close(self) -> None:
        self._closed = True
        if self._worker is not None:
            self._worker.stop()


class _Worker:
    """One process, and a thread that reads what it answers."""

    def __init__(self, own: Own, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.send(json.dumps({"own": dict(own)}))
        while self.line(TICK) is None and self.alive:
            pass

    def _read(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - it was opened as a pipe
        for line in self._process.stdout:
            self._lines.put(line)

    def send(self, line: str) -> None:
        assert self._process.stdin is not None  # noqa: S101 - it was opened as a pipe
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except (OSError, ValueError):
            # It has ended, or its pipe is closed; whoever waits for the answer sees that.
            return

    def line(self, seconds: float) -> str | None:
        try:
            return self._lines.get(timeout=seconds).strip()
        except queue.Empty:
            return None

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue
