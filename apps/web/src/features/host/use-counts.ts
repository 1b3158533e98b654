"use client";

import type { CensusTier } from "@fourtuple/core/samples";
import { useHostCondition } from "../../lib/api/queries";
import { useMetricNow, useScene } from "./host-scene";

/** Whether every socket is counted with each sample as long as something moves; false until the agent has told. */
export function useCountsEachSample(): boolean {
  const { host } = useScene();
  const tiers = useHostCondition(host.id).data?.condition?.tiers ?? [];
  return tiers.find(({ tier }) => tier === "full")?.reason === "every-sample";
}

const AGE_METRIC = {
  full: "agent.fullCensusAgeMs",
  troubled: "agent.troubledCensusAgeMs",
  timeWait: null,
} as const satisfies Record<CensusTier, string | null>;

/** When the newest sample says that the states of a tier were counted; null where samples do not tell. */
export function useCountedAtMs(tier: CensusTier): number | null {
  const { feed } = useScene();
  const ageMs = useMetricNow(AGE_METRIC[tier] ?? "");
  const sampleAtMs = feed.sample.get()?.atMs ?? null;
  return ageMs === null || sampleAtMs === null ? null : sampleAtMs - ageMs;
}
