"""Start the worker."""

from service_kit.app import serve
from strategy_ai_worker.app import build
from strategy_ai_worker.settings import WorkerSettings

if __name__ == "__main__":
    settings = WorkerSettings()
    serve(build(settings), settings)
