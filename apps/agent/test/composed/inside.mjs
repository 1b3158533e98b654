import { STATE_METRIC_ID } from "@fourtuple/core/samples";
import { NO_PORT_FACTS } from "../../dist/census/port-facts.js";
import { openCensusCollector } from "../../dist/collectors/census.collector.js";
import { openGaugesCollector } from "../../dist/collectors/gauges.collector.js";
import { openPulseCollector } from "../../dist/collectors/pulse.collector.js";
import { createSampler } from "../../dist/sampler.js";

/** Runs inside a network namespace: the agent's sampler, on a host where every census seems very dear. */
let sampler = null;
let aheadMs = 0;

/** At these the governor allows a full census every 4.5 minutes and one of the troubled states every 33 s. */
const COST_US = { full: 600_000, troubled: 60_000, timeWait: 60_000 };

function dearly(census) {
  return {
    ...census,
    read: async (tier, ports) => ({ ...(await census.read(tier, ports)), cpuUs: COST_US[tier] }),
  };
}

export function start() {
  const parts = {
    pulse: openPulseCollector("/proc"),
    gauges: openGaugesCollector("/proc"),
    census: dearly(openCensusCollector("/proc")),
  };
  sampler = createSampler(parts, {
    epochMs: 1,
    governor: { tickMs: 1000, cpuBudget: 0.01 },
    ports: () => NO_PORT_FACTS,
    spool: null,
    clock: {
      monotonicMs: () => performance.now() + aheadMs,
      wallMs: () => Math.round(performance.now() + aheadMs),
      after: (delayMs, call) => {
        const timer = setTimeout(call, delayMs);
        return () => clearTimeout(timer);
      },
    },
  });
  return {};
}

/** One sample, `afterMs` later than it is. */
export async function take({ afterMs }) {
  aheadMs += afterMs;
  const { sample, topLists } = await sampler.take();
  const states = Object.entries(STATE_METRIC_ID).map(([state, id]) => [state, sample.values[id]]);
  return {
    source: sample.censusSource,
    states: Object.fromEntries(states),
    tiers: topLists.map(({ tier }) => tier),
  };
}
