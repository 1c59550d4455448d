"""`python -m backtest_engine` serves the API and keeps workers; `... worker` is one worker; `... warm-up` compiles."""

import argparse
from uuid import UUID, uuid4

from backtest_engine.adapters.freed_memory import keep_freed_memory
from backtest_engine.settings import EngineSettings


def main() -> None:
    """Start what the command line asks for."""
    parser = argparse.ArgumentParser(prog="backtest_engine", description=__doc__)
    parser.add_argument("role", nargs="?", choices=("serve", "worker", "warm-up"), default="serve")
    parser.add_argument("--id", type=UUID, default=None, help="identity of the worker")
    parser.add_argument("--with-parent", action="store_true", help="end when the process that started it ends")
    arguments = parser.parse_args()
    if arguments.role == "warm-up":
        from backtest_engine.domain.kernel import warm_up  # noqa: PLC0415

        warm_up()
        return
    keep_freed_memory()
    settings = EngineSettings()
    # Each role imports what it needs alone: the API never waits for the kernel, the worker for no web server.
    if arguments.role == "worker":
        from backtest_engine.worker import run_worker  # noqa: PLC0415

        run_worker(settings, arguments.id or uuid4(), with_parent=arguments.with_parent)
    else:
        from backtest_engine.app import build_app  # noqa: PLC0415
        from service_kit.app import serve  # noqa: PLC0415

        serve(build_app(settings), settings)


if __name__ == "__main__":
    main()
