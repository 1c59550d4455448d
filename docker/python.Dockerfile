# One recipe for all Python services: docker build -f docker/python.Dockerfile --build-arg PACKAGE=api-gateway .
ARG PYTHON_VERSION=3.11

FROM python:${PYTHON_VERSION}-slim-bookworm AS build
ARG PACKAGE
WORKDIR /app
# The locks come first: as long as they stay, this layer stays.
COPY requirements/build.txt requirements/${PACKAGE}.txt /locks/
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /locks/build.txt \
 && /venv/bin/uv pip install --no-cache --compile-bytecode --python /venv/bin/python --require-hashes -r /locks/${PACKAGE}.txt
COPY libs /app/libs
COPY database /app/database
COPY ${PACKAGE} /app/${PACKAGE}
RUN /venv/bin/uv pip install --no-cache --python /venv/bin/python --no-deps --no-build-isolation \
      -e /app/libs/contracts -e /app/libs/strategy-language -e /app/libs/service-kit -e /app/database -e /app/${PACKAGE} \
 && /venv/bin/uv pip uninstall --python /venv/bin/python uv hatchling \
 && /venv/bin/python -m compileall -q /app
# Compiled kernels travel in the image, so that the first run does not wait for a compiler. The cache of the builder
# keeps them for as long as their sources stay as they are.
RUN --mount=type=cache,id=vibetrading-numba,target=/var/cache/numba \
    mkdir -p /app/numba-cache \
 && if [ "${PACKAGE}" = "backtest-engine" ]; then \
      NUMBA_CACHE_DIR=/var/cache/numba /venv/bin/python -P -m backtest_engine warm-up \
      && cp -rp /var/cache/numba/. /app/numba-cache; \
    fi

FROM python:${PYTHON_VERSION}-slim-bookworm
ARG PACKAGE
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends libseccomp2 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home --home-dir /home/service service
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY docker/start.sh /start.sh
ENV PACKAGE=${PACKAGE} PATH=/venv/bin:${PATH} PYTHONUNBUFFERED=1 HOME=/tmp NUMBA_CACHE_DIR=/tmp/numba-cache \
    HOST=0.0.0.0 PORT=8000 ENVIRONMENT=production DATA_DIR=/tmp/data
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=5s --timeout=4s --start-period=60s --retries=12 \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/readyz', timeout=3)"]
ENTRYPOINT ["/start.sh"]
