#!/bin/sh
# Starts the service of this image, or the command that is given instead.
set -eu
# numba wants a folder that it may write to, and the root file system is read-only.
if [ -n "$(ls -A /app/numba-cache 2>/dev/null)" ] && [ ! -d "$NUMBA_CACHE_DIR" ]; then
  cp -r /app/numba-cache "$NUMBA_CACHE_DIR"
fi
if [ "$#" -gt 0 ]; then
  exec "$@"
fi
exec python -P -m "$(echo "$PACKAGE" | tr - _)"
