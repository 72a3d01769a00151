"""A small identity provider for tests, whose answers can be spoilt one way at a time. Everything it signs is real."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

CLIENT = "leeward-client"
SECRET = "a secret: with % and spaces"  # invented


class Issuer:
    """Asked by the product over HTTP; told by a test who is at the keyboard and what to spoil."""

    def __init__(self) -> None:
        self.codes: dict[str, dict[str, str]] = {}
        self.keys: dict[str, Any] = {}  # Any: private keys of two kinds
        self.published: list[str] = []
        self.current = ""
        self.person: dict[str, object] = {"sub": "subject-1"}
        self.spoil: Callable[[dict[str, Any]], None] = lambda claims: None
        self.sign: Callable[[dict[str, Any]], str] = self._signed
        self.describe: Callable[[dict[str, Any]], None] = lambda description: None
        self.token_status = 200
        self.away = False
        self.forms: list[dict[str, str]] = []
        self.fetched: list[str] = []
        self.rotate("first")

    def rotate(self, name: str, *, keep: bool = False, curve: bool = False) -> None:
        """A new signing key; the ones before are withdrawn unless kept."""
        self.keys[name] = (
            ec.generate_private_key(ec.SECP256R1())
            if curve
            else rsa.generate_private_key(public_exponent=65537, key_size=2048)
        )
        self.published = [*self.published, name] if keep else [name]
        self.current = name

    def approve(self, address: str) -> dict[str, str]:
        """What a browser gets back whose owner agrees at the provider: the query of the way back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def claims_for(self, asked: dict[str, str]) -> dict[str, Any]:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.url,
            "aud": CLIENT,
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + 300,
            **self.person,
        }
        self.spoil(claims)
        return claims

    def _signed(self, claims: dict[str, Any]) -> str:
        key = self.keys[self.current]
        algorithm = "ES256" if isinstance(key, ec.EllipticCurvePrivateKey) else "RS256"
        return jwt.encode(claims, key, algorithm, headers={"kid": self.current})

    def jwks(self) -> dict[str, Any]:
        made = []
        for name in self.published:
            key = self.keys[name].public_key()
            kind = jwt.algorithms.ECAlgorithm if isinstance(key, ec.EllipticCurvePublicKey) else None
            found = (kind or jwt.algorithms.RSAAlgorithm).to_jwk(key, as_dict=True)
            made.append({**found, "kid": name, "use": "sig"})
        return {"keys": made}

    def answer(self, method: str, path: str, body: str, basic: str) -> tuple[int, dict[str, Any]]:
        self.fetched.append(path)
        if self.away:
            return 503, {}
        if path == "/.well-known/openid-configuration":
            described = {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
            self.describe(described)
            return 200, described
        if path == "/keys":
            return 200, self.jwks()
        if path == "/token" and method == "POST":
            return self._token({name: values[0] for name, values in parse_qs(body).items()}, basic)
        return 404, {}

    def _token(self, form: dict[str, str], basic: str) -> tuple[int, dict[str, Any]]:
        self.forms.append({**form, "basic": basic})
        asked = self.codes.pop(form.get("code", ""), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        if asked is None or challenge != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return self.token_status, {"access_token": "x", "id_token": self.sign(self.claims_for(asked))}

    url = ""


@contextmanager
def running() -> Iterator[Issuer]:
    """An issuer listening on a free port of this machine."""
    issuer = Issuer()

    class Answers(BaseHTTPRequestHandler):
        def _go(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            status, found = issuer.answer(self.command, self.path, body, self.headers.get("Authorization", ""))
            out = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(out)))
            self.end_headers()
            self.wfile.write(out)

        do_GET = do_POST = _go  # noqa: N815  # names the standard library calls

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as above
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    issuer.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
