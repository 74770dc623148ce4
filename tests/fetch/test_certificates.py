"""Whatever certificate a portal has, it is read; what is wrong with the certificate is said."""

from __future__ import annotations

import http.server
import ipaddress
import os
import sqlite3
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.fetch.conftest import ROOT, Crawl


def make_certificate(path: Path, name: x509.GeneralName, days: int) -> Path:
    """A certificate signed by itself, with its key, valid until so many days from now."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "portal")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([name]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + secret)
    return path


@pytest.fixture
def serve() -> Iterator[Callable[[Path], int]]:
    servers = []

    def start(certificate: Path) -> int:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return int(server.server_address[1])

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


OWN = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))


@pytest.mark.parametrize(
    ("name", "days", "trusted", "problem"),
    [
        (OWN, 9, True, None),
        (OWN, 9, False, "it is signed by itself"),
        (OWN, -1, True, "it has expired"),
        (x509.DNSName("www.elsewhere.gov.cn"), 9, True, "it is another host's"),
    ],
)
def test_what_is_wrong_with_a_certificate_is_said_and_the_page_is_read(
    name: x509.GeneralName,
    days: int,
    trusted: bool,
    problem: str | None,
    serve: Callable[[Path], int],
    crawl: Crawl,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    certificate = make_certificate(tmp_path / "portal.pem", name, days)
    home = f"https://127.0.0.1:{serve(certificate)}/"
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    result = crawl({"own": True, "portals": [home], "requests": [{"url": f"{home}LICENSE"}]})
    assert result["pages"][f"{home}LICENSE"]["state"] == "done"
    said = {host: set(problems) for host, problems in result["unverified"].items()}  # once for each connection
    assert said == ({} if problem is None else {home.split("/")[2]: {problem}})


def test_a_run_keeps_it_with_the_portal(serve: Callable[[Path], int], tmp_path: Path) -> None:
    home = f"https://127.0.0.1:{serve(make_certificate(tmp_path / 'portal.pem', OWN, 9))}/"
    (tmp_path / "portals.csv").write_text(f"division_code,name,home_url\n621102,安定区政府,{home}\n", encoding="utf-8")
    settings = {
        "GOV_REPORTS_DB": tmp_path / "d.db",
        "GOV_REPORTS_ARCHIVE": "",
        "DOWNLOAD_DELAY": 0,
        "LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", "scrapy", "crawl", "gov_reports", "-a", f"portals={tmp_path / 'portals.csv'}"]
    command += [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=60)
    with closing(sqlite3.connect(tmp_path / "d.db")) as db:
        ((outcome, detail),) = db.execute("SELECT outcome, detail FROM run_portals").fetchall()
    assert (outcome, detail) == (
        "no_report_column",
        f"certificate of {home.split('/')[2]} not verified: it is signed by itself",
    )
    assert detail in ended.stdout
