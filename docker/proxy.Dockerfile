# The one door: Caddy with our routes; certificates live in a volume that its unprivileged user owns.
FROM caddy:2-alpine
COPY docker/Caddyfile /etc/caddy/Caddyfile
RUN mkdir -p /data && chown 10001:10001 /data
ENV XDG_DATA_HOME=/data XDG_CONFIG_HOME=/tmp HOME=/tmp
USER 10001:10001
EXPOSE 8080 8443
ENTRYPOINT ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
CMD []
