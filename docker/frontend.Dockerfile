# The page: built once, served as plain files by an unprivileged web server.
FROM node:20-bookworm-slim AS build
WORKDIR /app/frontend
ENV NEXT_TELEMETRY_DISABLED=1
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund --loglevel=error
COPY frontend ./
RUN npm run build
COPY docker/page-policy.mjs /app/docker/
RUN node /app/docker/page-policy.mjs out > /app/policy.conf

FROM nginx:stable-alpine
COPY docker/nginx.conf /etc/nginx/nginx.conf
COPY --from=build /app/policy.conf /etc/nginx/policy.conf
COPY --from=build /app/frontend/out /srv/page
USER nginx
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --retries=12 CMD ["nginx", "-t", "-q"]
