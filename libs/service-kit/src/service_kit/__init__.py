"""How a service stands up: settings, logging, problems, health, metrics, typed clients, cache and bus openers."""
