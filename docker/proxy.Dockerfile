# The one door: Caddy with our routes; certificates live in a volume that its unprivileged user owns.
FROM caddy:2-alpine
COPY docker/Caddyfile /etc/caddy/Caddyfile
# Not /data: that is a volume of the base image, and what a build changes in a volume is lost.
RUN mkdir -p /certificates && chown 10001:10001 /certificates
ENV XDG_DATA_HOME=/certificates XDG_CONFIG_HOME=/tmp HOME=/tmp
USER 10001:10001
EXPOSE 8080 8443
ENTRYPOINT ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
CMD []
