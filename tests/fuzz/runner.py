"""Runs cases one by one in a process of its own, which may crash or hang without ending the run."""

from __future__ import annotations

import multiprocessing
import resource
import time
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection

from crawler.report.read import read_document
from tests.fuzz.cases import case

#: The bounds on one page: seconds of CPU, and megabytes on top of an idle reader.
SECONDS = 2.0
MEGABYTES = 300
#: After so many seconds of silence the process is killed.
_PATIENCE = 60


@dataclass(frozen=True)
class Outcome:
    """What became of one case: seconds of CPU, megabytes that the process grew by, and what was raised."""

    number: int
    seconds: float
    megabytes: float = 0.0
    error: str = ""

    @property
    def failed(self) -> bool:
        return bool(self.error) or self.seconds > SECONDS or self.megabytes > MEGABYTES


def read_case(number: int) -> Outcome:
    """Reads one case in this process."""
    document, context = case(number)
    peak = _peak()
    began = time.process_time()
    error = ""
    try:
        read_document(document, context)
    except Exception:  # noqa: BLE001 - whatever it raises is what is looked for
        error = traceback.format_exc(limit=-6)
    return Outcome(number, time.process_time() - began, _peak() - peak, error)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _serve(connection: Connection) -> None:
    read_case(0)  # loads facts, so that the first case does not pay for it
    while (number := connection.recv()) is not None:
        connection.send(read_case(number))


class Reader:
    """A reader process; a new one takes the place of one that died or hung."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("fork")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def read(self, number: int) -> Outcome:
        """The outcome of a case, whatever happens to the process."""
        self.connection.send(number)
        try:
            if self.connection.poll(_PATIENCE):
                outcome: Outcome = self.connection.recv()
                return outcome
            found = Outcome(number, _PATIENCE, error="hangs")
        except EOFError:
            found = Outcome(number, 0.0, error="the process died")
        self.process.kill()
        self.process.join()
        self._start()
        return found

    def close(self) -> None:
        self.connection.send(None)
        self.process.join(5)
