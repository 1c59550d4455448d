"""WebSockets: signed in, from our own page, with heart-beats, and with a policy for slow readers."""
