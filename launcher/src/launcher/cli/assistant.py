"""`vibe mcp`: the platform as tools of an assistant."""

from launcher.assistant import build_server
from launcher.cli.session import with_api


def mcp() -> None:
    """Serve the platform to an assistant over MCP, on standard input and output.

    Put `vibe mcp` as a command into the assistant's list of MCP servers. It uses the stack that is up (`vibe up`), or
    starts one for as long as the assistant is connected.
    """
    with_api(lambda api: build_server(api).run("stdio"))
