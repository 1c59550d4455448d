"""What every request passes before it reaches a route: prefix, page, headers, body limits, address budget."""
