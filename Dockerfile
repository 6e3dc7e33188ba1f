# One file, one target for each service: poller, exporter, standalone, kube-sim (the simulated control plane).
#
#   docker build --target standalone --build-arg GIT_SHA="$(git rev-parse --short=12 HEAD)" -t xp-tracker/standalone .
#
# Bundling is the same for every platform and runs on the builder's own; only Node comes from the target's image.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS manifests
WORKDIR /src
COPY . .
# What npm ci reads and nothing else, so that its layer stays until a dependency changes.
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete

FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS build
WORKDIR /src
COPY --from=manifests /src ./
RUN npm ci --ignore-scripts --no-audit
COPY . .
ARG GIT_SHA=""
RUN GIT_SHA="${GIT_SHA}" node tools/checks/src/build.ts
# The simulator is a tool, not an application: it is bundled for these images only.
RUN npx esbuild tools/kube-sim/src/main.ts --bundle --platform=node --format=esm --target=node24 \
      --legal-comments=external --log-level=warning --outfile=tools/kube-sim/dist/main.mjs \
      --banner:js='import { createRequire } from "node:module"; const require = createRequire(import.meta.url);'

FROM ${NODE_IMAGE} AS stripped
RUN rm -rf /opt/yarn* /usr/local/include /usr/local/share/doc /usr/local/share/man /usr/local/lib/node_modules \
      /usr/local/bin/corepack /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/yarn /usr/local/bin/yarnpkg \
      /usr/local/bin/docker-entrypoint.sh

# One layer without what was removed: no package manager of Node, no headers.
FROM scratch AS runtime
COPY --from=stripped / /
ARG VERSION=1.0.0
ARG GIT_SHA=""
LABEL org.opencontainers.image.title="xp-tracker" \
      org.opencontainers.image.description="Read-only Prometheus exporter for Crossplane" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${GIT_SHA}" \
      org.opencontainers.image.base.name="docker.io/library/node:24-bookworm-slim"
# glibc makes a heap for each of Node's threads, and keeps large buffers there once it has seen some freed: memory that is
# free goes back to nobody, and the process grows for an hour. Two heaps, and buffers above 128 KiB given back at once.
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    NODE_ENV=production \
    MALLOC_ARENA_MAX=2 \
    MALLOC_MMAP_THRESHOLD_=131072
WORKDIR /app
# COPY keeps the modes of the checkout, and where its umask is 027 these are for nobody else to read.
COPY --chmod=0644 LICENSE deploy/docker/healthcheck.mjs ./
# A number, so that Kubernetes can see that it is not root.
USER 1000:1000
# Objects that a list leaves behind die young: a larger nursery only makes the process larger, by up to 100 MB.
ENTRYPOINT ["node", "--max-semi-space-size=16", "/app/main.mjs"]

FROM runtime AS poller
COPY --from=build /src/apps/poller/dist/*.mjs /src/apps/poller/dist/*.mjs.LEGAL.txt ./
EXPOSE 8081
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "/app/healthcheck.mjs", "TELEMETRY_ADDR", ":8081", "/healthz"]

FROM runtime AS exporter
COPY --from=build /src/apps/exporter/dist/*.mjs /src/apps/exporter/dist/*.mjs.LEGAL.txt ./
EXPOSE 8080 8081
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "/app/healthcheck.mjs", "METRICS_ADDR", ":8080", "/healthz"]

FROM runtime AS kube-sim
COPY --from=build /src/tools/kube-sim/dist/ ./
USER 0
# A volume that is mounted here starts out with this owner.
RUN mkdir /kube && chown 1000:1000 /kube
USER 1000:1000
EXPOSE 6443
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "/app/healthcheck.mjs", "KUBE_SIM_ADDR", ":6443", "/readyz"]
CMD ["--http", "--host", "0.0.0.0", "--port", "6443", "--claims", "200"]

# The last target is the default one.
FROM runtime AS standalone
COPY --from=build /src/apps/standalone/dist/*.mjs /src/apps/standalone/dist/*.mjs.LEGAL.txt ./
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "/app/healthcheck.mjs", "METRICS_ADDR", ":8080", "/healthz"]
