"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "../../design/skeleton";

// Below the first screen, and each with a request of its own: their script comes after the first paint.
export const ConnectionsSection = dynamic(
  async () => (await import("./connections/connections-section")).ConnectionsSection,
  { ssr: false, loading: () => <Skeleton className="h-96" /> },
);
export const NamespacesSection = dynamic(
  async () => (await import("./namespaces/namespaces-section")).NamespacesSection,
  { ssr: false, loading: () => null },
);
export const AgentSection = dynamic(async () => (await import("./condition/agent-section")).AgentSection, {
  ssr: false,
  loading: () => <Skeleton className="h-64" />,
});
