"use client";

import { TCP_STATES, type TcpState } from "@fourtuple/core/tcp";
import { columnVisibilityFeature, createColumnHelper, tableFeatures } from "@tanstack/react-table";
import { LabelLine } from "../../design/label-tags";
import { SPARK_STATES, type SparkState } from "../../lib/live/merge-fleet";
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
import type { SortKey } from "./sort-hosts";

export const fleetFeatures = tableFeatures({ columnVisibilityFeature });

const helper = createColumnHelper<typeof fleetFeatures, FleetHost>();

/** A header holds what its column can be sorted by, one below the other. */
export const COLUMN_SORT_KEYS: Readonly<Record<string, readonly SortKey[]>> = {
  host: ["name"],
  status: ["status", "age"],
  source: ["censusSource", "kernel"],
};

function isSparkState(state: TcpState): state is SparkState {
  return SPARK_STATES.some((spark) => spark === state);
}

const WIDTH_PX: Readonly<Record<string, number>> = { host: 148, status: 92, source: 138 };
const SPARK_WIDTH_PX = 100;

/** A plain state's column fits its name in 11 px mono (6.7 px a letter) and the cell's padding. */
export function columnWidthPx(id: string): number {
  if (SPARK_STATES.some((state) => state === id)) return SPARK_WIDTH_PX;
  return WIDTH_PX[id] ?? Math.max(48, Math.ceil(id.length * 6.7) + 12);
}

function sparkColumn(state: SparkState) {
  return helper.display({
    id: state,
    cell: ({ row }) => (
      <span className="flex items-center justify-end gap-2">
        <StateCount host={row.original} state={state} narrow />
        <StateSpark host={row.original} state={state} />
      </span>
    ),
  });
}

function plainColumn(state: TcpState) {
  return helper.display({
    id: state,
    cell: ({ row }) => <StateCount host={row.original} state={state} narrow />,
  });
}

export const fleetColumns = helper.columns([
  helper.display({
    id: "host",
    cell: ({ row }) => (
      <>
        <span className="flex items-baseline gap-2">
          <HostLink host={row.original} className="max-w-full shrink-0" />
          <LabelLine labels={row.original.labels} />
        </span>
        <span className="mt-1 block">
          <HostMix host={row.original} thin />
        </span>
      </>
    ),
  }),
  helper.display({
    id: "status",
    cell: ({ row }) => (
      <>
        <HostStatusBadge host={row.original} />
        <span className="block">
          <HostAge host={row.original} />
        </span>
      </>
    ),
  }),
  ...SPARK_STATES.map(sparkColumn),
  ...TCP_STATES.filter((state) => !isSparkState(state)).map(plainColumn),
  helper.display({
    id: "source",
    cell: ({ row }) => (
      <>
        <HostSource host={row.original} />
        <span className="block truncate font-mono text-muted text-tiny" title={row.original.kernel}>
          {row.original.kernel}
        </span>
      </>
    ),
  }),
]);
