"""The exported page, served from memory: a static site on the same origin as the API."""

import base64
import gzip
import hashlib
import mimetypes
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

_INLINE_SCRIPT = re.compile(rb"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL | re.IGNORECASE)
_HAS_SOURCE = re.compile(rb"\bsrc\s*=", re.IGNORECASE)
_TEXT = ("text/", "application/javascript", "application/json", "application/manifest+json", "image/svg+xml")
_FOR_EVER = "public, max-age=31536000, immutable"
_FOR_A_WHILE = "public, max-age=3600"
_ASK_AGAIN = "no-cache"
_TYPES = {".webmanifest": "application/manifest+json", ".js": "text/javascript", ".txt": "text/plain; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class PageFile:
    """A file of the page, ready to be sent."""

    body: bytes
    zipped: bytes | None
    headers: Mapping[str, str]

    @property
    def etag(self) -> str:
        """Return the fingerprint that a browser asks by."""
        return self.headers["etag"]


def read_page(folder: Path) -> dict[str, PageFile]:
    """Return the files of an exported page by path (`/chat`, `/_next/static/...`)."""
    files: dict[str, PageFile] = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            name = file.relative_to(folder).as_posix()
            files[f"/{name}"] = _page_file(name, file.read_bytes())
    for path in list(files):
        for shorter in _shorter(path):
            files.setdefault(shorter, files[path])
    return files


def page_policy(html: bytes) -> str:
    """Return the Content-Security-Policy of a page: its inline scripts by their hashes, and no other."""
    hashes = sorted({_hash(script) for script in _inline_scripts(html)})
    scripts = " ".join(["'self'", *(f"'sha256-{one}'" for one in hashes)])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self'; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; object-src 'none'; "
        "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )


class PageOr:
    """Serves the page where it has a file of that name, and leaves everything else to the API.

    Args:
        app: The API.
        files: The page, by path.
        api_names: First steps of API paths: below them nothing is ever answered with a page.
    """

    def __init__(self, app: ASGIApp, files: Mapping[str, PageFile], api_names: Iterable[str]) -> None:
        self._app = app
        self._files = files
        self._api_names = frozenset(api_names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer = self._answer(scope) if self._may_be_page(scope) else None
        await (answer or self._app)(scope, receive, send)

    def _may_be_page(self, scope: Scope) -> bool:
        return scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and "vibe.prefix" not in scope

    def _answer(self, scope: Scope) -> Response | None:
        path = scope["path"]
        file = self._files.get(path)
        headers = Headers(scope=scope)
        if file is not None:
            return _send_file(file, headers)
        if path.endswith("/") and path.rstrip("/") in self._files:
            address = Request(scope).url.replace(path=path.rstrip("/"))
            return RedirectResponse(f"{address.path}?{address.query}".rstrip("?"), 308)
        missing = self._files.get("/404.html")
        is_api = path.split("/")[1] in self._api_names
        if missing is None or is_api or "text/html" not in headers.get("accept", ""):
            return None
        return _send_file(missing, headers, status=404)


def _send_file(file: PageFile, asked: Headers, status: int = 200) -> Response:
    if status == 200 and file.etag in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=dict(file.headers))
    if file.zipped is not None and "gzip" in asked.get("accept-encoding", ""):
        return Response(file.zipped, status, {**file.headers, "content-encoding": "gzip"})
    return Response(file.body, status, dict(file.headers))


def _shorter(path: str) -> tuple[str, ...]:
    if path.endswith("/index.html"):
        folder = path.removesuffix("/index.html")
        return (folder, f"{folder}/") if folder else ("/",)
    return (path.removesuffix(".html"),) if path.endswith(".html") else ()


def _page_file(name: str, body: bytes) -> PageFile:
    kind = _media_type(name)
    headers = {
        "content-type": kind,
        "etag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        "cache-control": _caching(name),
    }
    if name.endswith(".html"):
        headers["content-security-policy"] = page_policy(body)
    zipped = None
    if kind.startswith(_TEXT) and len(body) > 1000:
        zipped = gzip.compress(body, 6, mtime=0)
        headers["vary"] = "accept-encoding"
    return PageFile(body, zipped, headers)


def _caching(name: str) -> str:
    if name.startswith("_next/static/"):
        return _FOR_EVER
    return _ASK_AGAIN if name.endswith((".html", ".txt", ".webmanifest", ".json", "sw.js")) else _FOR_A_WHILE


def _media_type(name: str) -> str:
    suffix = Path(name).suffix
    kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind in ("text/html", "text/css", "text/javascript") else kind


def _inline_scripts(html: bytes) -> list[bytes]:
    found = _INLINE_SCRIPT.finditer(html)
    return [one["text"] for one in found if not _HAS_SOURCE.search(one["attributes"]) and one["text"]]


def _hash(script: bytes) -> str:
    return base64.b64encode(hashlib.sha256(script).digest()).decode()
