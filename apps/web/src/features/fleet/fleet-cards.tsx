"use client";

import { TCP_STATES } from "@fourtuple/core/tcp";
import { clsx } from "clsx";
import { LabelTags } from "../../design/label-tags";
import { StateLabel } from "../../design/state-swatch";
import { SPARK_STATES } from "../../lib/live/merge-fleet";
import type { FleetHost } from "./fleet-host";
import {
  HostAge,
  HostLink,
  HostMix,
  HostSource,
  HostStatusBadge,
  StateCount,
  StateSpark,
} from "./host-cells";

const OTHER_STATES = TCP_STATES.filter((state) => !SPARK_STATES.some((spark) => spark === state));

/** The table's rows where there is no room for a table. */
export function FleetCards({ hosts }: { hosts: readonly FleetHost[] }) {
  return (
    <ul className="flex flex-col">
      {hosts.map((host) => (
        <li
          key={host.id}
          className="border-line border-t py-4 [contain-intrinsic-size:auto_17rem] [content-visibility:auto]"
        >
          <HostCard host={host} />
        </li>
      ))}
    </ul>
  );
}

function HostCard({ host }: { host: FleetHost }) {
  return (
    <article className={clsx("flex flex-col gap-2", host.statusNow !== "live" && "text-muted")}>
      <div className="flex items-baseline justify-between gap-3">
        <HostLink host={host} className="min-w-0 py-1 text-title" />
        <span className="flex shrink-0 items-baseline gap-2 text-dense">
          <HostStatusBadge host={host} />
          <HostAge host={host} />
        </span>
      </div>
      <LabelTags labels={host.labels} />
      <HostMix host={host} />
      <dl className="grid grid-cols-2 gap-x-5 gap-y-1.5 pt-1 text-dense">
        {SPARK_STATES.map((state) => (
          <div key={state} className="col-span-2 flex items-center justify-between">
            <dt>
              <StateLabel state={state} />
            </dt>
            <dd className="flex items-center gap-3">
              <StateSpark host={host} state={state} />
              <span className="min-w-14 text-right">
                <StateCount host={host} state={state} />
              </span>
            </dd>
          </div>
        ))}
        {OTHER_STATES.map((state) => (
          <div key={state} className="flex items-center justify-between">
            <dt>
              <StateLabel state={state} />
            </dt>
            <dd>
              <StateCount host={host} state={state} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="flex flex-wrap justify-between gap-x-3 text-dense text-muted">
        <HostSource host={host} />
        <span className="font-mono">{host.kernel}</span>
      </p>
    </article>
  );
}
