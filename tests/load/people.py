"""What two hundred people do at once, for Locust: mostly they read; now and then they talk to it, and run something.

Who asks thinks for a few seconds between requests. An answer 429 is no error: it says when to come again.
"""

import random
import secrets

from locust import FastHttpUser, between, task

SENTENCES = (
    "Buy the S&P 500 when RSI(14) drops below 30, sell when it is above 55",
    "Buy ^GSPC when the 50-day average crosses above the 200-day average, sell when it crosses below",
    "Buy the S&P 500 on a 20-day high with a 5% stop loss, sell on a 10-day low",
)
DAYS = {"start": "2012-01-03", "end": "2018-12-28"}
STRATEGY = {
    "name": "Averages",
    "universe": ["^GSPC"],
    "rules": [
        {"id": "r1", "action": "enter_long", "when": "crosses_above(close, sma(close, 50))"},
        {"id": "r2", "action": "exit_long", "when": "crosses_below(close, sma(close, 50))"},
    ],
}


class Person(FastHttpUser):
    """Somebody who signed in."""

    wait_time = between(2, 6)

    def on_start(self) -> None:
        identity = {"email": f"load-{secrets.token_hex(8)}@example.com", "password": secrets.token_urlsafe(18)}
        self.ask("POST", "/auth/register", "sign-in", json=identity)
        signed = self.ask("POST", "/auth/login", "sign-in", json=identity)
        self.bearer = {"Authorization": f"Bearer {signed['access_token']}"} if signed else {}
        self.runs: list[str] = []

    @task(6)
    def read_lists(self) -> None:
        for path in ("/strategies", "/backtests", "/conversations"):
            self.read(path)

    @task(4)
    def read_prices(self) -> None:
        self.read("/market/data?symbol=^GSPC&start=2018-01-02&end=2018-12-31", "/market/data (a year)")

    @task(4)
    def search(self) -> None:
        self.read(f"/market/symbols?q={random.choice(('apple', 'btc', 'S%26P', 'tencent'))}", "/market/symbols")

    @task(2)
    def read_insight(self) -> None:
        self.read("/market/insight?asset=^GSPC", "/market/insight")

    @task(2)
    def read_account(self) -> None:
        self.read("/users/me")
        self.read("/catalogue")

    @task(3)
    def read_result(self) -> None:
        if self.runs:
            self.read(f"/backtest/{self.runs[-1]}", "/backtest/{id}")

    @task(1)
    def talk(self) -> None:
        self.ask("POST", "/chat/strategy", "chat", json={"message": random.choice(SENTENCES)})

    @task(1)
    def start_run(self) -> None:
        started = self.ask("POST", "/backtest/run", "run", json={"strategy": STRATEGY, **DAYS})
        if started:
            self.runs.append(started["id"])

    def read(self, path: str, name: str = "") -> None:
        self.ask("GET", path, f"read {name or path}")

    def ask(self, method: str, path: str, name: str, **body: object) -> dict[str, str] | None:
        bearer = getattr(self, "bearer", {})
        with self.client.request(
            method, f"/api{path}", name=name, headers=bearer, catch_response=True, **body
        ) as answer:
            if answer.status_code == 429:
                answer.success()
                self.environment.events.request.fire(
                    request_type="429", name="refused for now", response_time=0, response_length=0, exception=None
                )
                return None
            return answer.json() if answer.ok and method == "POST" else None
