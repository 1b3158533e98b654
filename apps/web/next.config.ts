import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";
import { PHASE_DEVELOPMENT_SERVER } from "next/constants.js";

const repositoryRoot = fileURLToPath(new URL("../..", import.meta.url));

/** In production the API serves the export from its own origin; in development it answers on its usual port. */
const API_IN_DEVELOPMENT = "http://127.0.0.1:4680";

const shared: NextConfig = {
  trailingSlash: true,
  reactStrictMode: true,
  poweredByHeader: false,
  images: { unoptimized: true },
  turbopack: { root: repositoryRoot },
};

/** Rewrites need a server, so the export leaves them out. */
export default function config(phase: string): NextConfig {
  if (phase !== PHASE_DEVELOPMENT_SERVER) return { ...shared, output: "export" };
  return {
    ...shared,
    skipTrailingSlashRedirect: true,
    rewrites: async () => [
      { source: "/api/:path*", destination: `${API_IN_DEVELOPMENT}/api/:path*` },
      { source: "/socket.io/:path*", destination: `${API_IN_DEVELOPMENT}/socket.io/:path*/` },
    ],
  };
}
