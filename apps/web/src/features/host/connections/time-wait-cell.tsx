"use client";

import { TIME_WAIT_AGE_LIMITS_SEC } from "@fourtuple/core/samples";
import { useTranslations } from "use-intl";
import { NotAvailable } from "../../../design/figure";
import { useFormat } from "../../../lib/format/use-format";

/** From youngest to oldest: paler to the full colour of TIME_WAIT. */
const WEIGHT_PERCENT = [40, 55, 70, 85, 100] as const;

type TimeWaitCellProps = {
  timeWait: number;
  sockets: number;
  ages: readonly number[];
  /** Whether this count asked for TIME_WAIT at all. */
  isAsked: boolean;
};

/** How many are in TIME_WAIT, their share, how old they are, and how fast this end closes. */
export function TimeWaitCell({ timeWait, sockets, ages, isAsked }: TimeWaitCellProps) {
  const t = useTranslations("connections.ages");
  const format = useFormat();
  if (!isAsked) return <NotAvailable reason={t("notAsked")} />;
  if (timeWait === 0) return <span className="figures text-muted">{format.count(0)}</span>;
  // The youngest class holds what was closed in so many seconds.
  const perSec = (ages[0] ?? 0) / TIME_WAIT_AGE_LIMITS_SEC[0];
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1 md:flex-col md:items-start">
      <span className="figures whitespace-nowrap">
        {format.count(timeWait)}
        <span className="text-muted">{` · ${format.percent(timeWait / sockets)}`}</span>
      </span>
      <span className="flex items-center gap-x-2">
        <AgeBar ages={ages} />
        <span className="figures whitespace-nowrap text-muted">{format.rate(perSec)}</span>
      </span>
    </span>
  );
}

function AgeBar({ ages }: { ages: readonly number[] }) {
  const t = useTranslations("connections.ages");
  const format = useFormat();
  const classes = [...TIME_WAIT_AGE_LIMITS_SEC, null].map((to, i) => {
    const from = TIME_WAIT_AGE_LIMITS_SEC[i - 1] ?? 0;
    const count = format.count(ages[i] ?? 0);
    return to === null ? t("last", { from, count }) : t("class", { from, to, count });
  });
  const label = t("label", { list: classes.join(", ") });
  return (
    <span
      role="img"
      aria-label={label}
      title={label}
      className="flex h-2.5 w-16 gap-px overflow-hidden rounded-[2px] bg-hover"
    >
      {WEIGHT_PERCENT.map((percent, i) => (
        <span
          key={percent}
          className="block h-full"
          style={{
            flexGrow: ages[i] ?? 0,
            flexBasis: 0,
            backgroundColor: `color-mix(in srgb, var(--state-time-wait) ${percent}%, var(--surface))`,
          }}
        />
      ))}
    </span>
  );
}
