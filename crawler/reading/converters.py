"""Programs that read what our own readers do not, each if it is there: LibreOffice and antiword (Word 95 and before),
bsdtar (RAR and 7z).

Each runs without a shell, in a folder of its own that is removed, with limits on time, memory and what it may write.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

#: Seconds. A reader process is itself given up after ``READER_TIMEOUT`` (20 s): both must be done before, one after
#: the other. The limit on processor time ends a program whose reader was killed meanwhile.
ANTIWORD_SECONDS = 4
SOFFICE_SECONDS = 14
BSDTAR_SECONDS = 10
_PROCESSOR_SECONDS = 60
T = TypeVar("T")

_MEMORY = 3 << 30
_LARGEST_FILE = 64 << 20
#: All that is passed on of the environment: a converter needs no more of it.
_PASSED = ("PATH", "LANG", "TMPDIR", "SYSTEMROOT")


def find_soffice() -> str | None:
    """LibreOffice's program, or ``None``."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def find_antiword() -> str | None:
    """antiword's program, or ``None``."""
    return shutil.which("antiword")


def find_bsdtar() -> str | None:
    """libarchive's program, or ``None``."""
    return shutil.which("bsdtar")


def to_docx(body: bytes, suffix: str = ".doc", seconds: float = SOFFICE_SECONDS) -> bytes | None:
    """A document as DOCX, by LibreOffice; ``None`` where that is missing, fails or takes too long."""
    program = find_soffice()
    if program is None:
        return None

    def convert(folder: Path) -> bytes | None:
        (folder / f"document{suffix}").write_bytes(body)
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless", "--norestore", "--nolockcheck", "--convert-to", "docx", "--outdir", str(folder / "out"),
            str(folder / f"document{suffix}"),
        ]  # fmt: skip
        _run(command, folder, seconds)
        made = folder / "out" / "document.docx"
        return made.read_bytes() if made.is_file() else None

    return _in_folder(convert)


def to_text(body: bytes, seconds: float = ANTIWORD_SECONDS) -> str | None:
    """A Word document as text with ``|`` between cells, by antiword; ``None`` where that is missing or fails."""
    program = find_antiword()
    if program is None:
        return None

    def convert(folder: Path) -> str | None:
        (folder / "document.doc").write_bytes(body)
        out = _run([program, "-m", "UTF-8.txt", "-w", "0", str(folder / "document.doc")], folder, seconds)
        return out.decode("utf-8", "replace") if out else None

    return _in_folder(convert)


def to_tar(body: bytes, seconds: float = BSDTAR_SECONDS) -> bytes | None:
    """An archive (RAR, 7z) as a tar file, by bsdtar; ``None`` where that is missing or fails.

    Nothing is unpacked on disk but the one file, which may have 64 MB.
    """
    program = find_bsdtar()
    if program is None:
        return None

    def convert(folder: Path) -> bytes | None:
        (folder / "archive").write_bytes(body)
        return _run([program, "-cf", "-", "--format=pax", f"@{folder / 'archive'}"], folder, seconds) or None

    return _in_folder(convert)


def _in_folder(convert: Callable[[Path], T | None]) -> T | None:
    with tempfile.TemporaryDirectory(prefix="gov-reports-") as name:
        try:
            return convert(Path(name))
        except OSError:
            return None  # no room to work in, or the program cannot be started: as if it were not there


def _run(command: list[str], folder: Path, seconds: float) -> bytes:
    """What a program prints, b"" where it fails; at the end of its time it and all it started are ended."""
    environment = {name: os.environ[name] for name in _PASSED if name in os.environ}
    environment["HOME"] = str(folder)
    environment["LC_CTYPE"] = "C.UTF-8"  # names in archives are not ASCII
    output = folder / "stdout"
    with output.open("wb") as file:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            start_new_session=True,
            preexec_fn=_limits,
        )
        try:
            status = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            status = -1
        finally:
            _end_group(process)
    return output.read_bytes() if status == 0 else b""


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Ends what a program started and left behind, and the program itself if it still runs."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def _limits() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
