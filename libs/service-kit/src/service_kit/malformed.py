"""What is no HTTP is refused in the shape of every other refusal."""

from http import HTTPStatus
from uuid import uuid4

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from service_kit.correlation import HEADER
from service_kit.problems import MEDIA_TYPE, plain_document

_LONGEST_ADDRESS = 65_535
"""What the parser takes in bytes; it refuses longer addresses without saying why."""


class ProblemProtocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it; no application ever sees what it cannot parse, so it is answered here."""

    def send_400_response(self, msg: str) -> None:
        """Refuse the request and close the connection."""
        if len(self.url) > _LONGEST_ADDRESS:
            status, detail = HTTPStatus.REQUEST_URI_TOO_LONG, f"An address has {_LONGEST_ADDRESS} bytes at most."
        else:
            status, detail = HTTPStatus.BAD_REQUEST, msg
        name = uuid4().hex
        document = plain_document(status, detail).model_copy(update={"correlation_id": name})
        body = document.model_dump_json(exclude_none=True).encode()
        head = (
            f"HTTP/1.1 {status} {status.phrase}\r\ncontent-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\n"
            f"{HEADER}: {name}\r\nx-content-type-options: nosniff\r\ncache-control: no-store\r\n"
            "connection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()
