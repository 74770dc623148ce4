"""Certificates are looked at, not insisted on: many portals have expired or incomplete ones, and all is public
reading. What is wrong with one is said (signal ``certificate_unverified``) and kept with the portal's result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from OpenSSL import SSL

# Scrapy is pinned below 2.20: how it makes a TLS connection is not public.
from scrapy.core.downloader.contextfactory import _ScrapyCertificateOptions, _ScrapyClientContextFactory
from scrapy.core.downloader.tls import _ScrapyClientTLSOptions26
from service_identity import CertificateError, VerificationError
from service_identity.hazmat import DNS_ID, IPAddress_ID, ServiceID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet.ssl import platformTrust

from crawler.facts import load_toml

#: Host (with its port where that is not 443) and what is wrong with its certificate, in words.
Note = Callable[[str, str], object]


class NotingContextFactory(_ScrapyClientContextFactory):
    """TLS connections that check the certificate against the system's authorities and go on all the same.

    ``note`` is called for each connection whose certificate does not hold, with the first thing that is wrong.
    """

    def __init__(self, *args: Any, note: Note, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One context for all connections: making one reads the system's list of authorities.
        trust = platformTrust()  # type: ignore[no-untyped-call]
        self._options = _ScrapyCertificateOptions(trustRoot=trust, **self._get_cert_options_kwargs())
        self._note = note

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:
        """What makes the connection to a host."""
        host = hostname.decode("ascii")
        place = host if port == 443 else f"{host}:{port}"
        return _NotingOptions(self._options._makeTLSConnection, host, lambda problem: self._note(place, problem))


class _NotingOptions(_ScrapyClientTLSOptions26):
    def __init__(self, connect: Any, hostname: str, note: Callable[[str], object]) -> None:
        super().__init__(connect, hostname)
        self._note = note

    def clientConnectionForTLS(self, tlsProtocol: Any) -> SSL.Connection:
        connection = super().clientConnectionForTLS(tlsProtocol)
        identity: ServiceID = (DNS_ID if self._hostnameIsDnsName else IPAddress_ID)(self._hostnameASCII)
        said: list[str] = []

        def look(_: SSL.Connection, certificate: Any, error: int, depth: int, ok: int) -> bool:
            problem = "" if ok else _words(error)
            if not problem and not depth:
                try:
                    verify_service_identity(extract_patterns(certificate), [identity], [])
                except (CertificateError, VerificationError):
                    problem = "it is another host's"
            if problem and not said:
                said.append(problem)
                self._note(problem)
            return True

        connection.set_verify(SSL.VERIFY_PEER, look)
        return connection


def _words(error: int) -> str:
    words: dict[str, str] = load_toml("obstacles.toml")["certificate"]
    return words.get(str(error), f"OpenSSL's error {error}")
