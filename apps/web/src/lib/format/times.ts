const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type AgeUnit = "now" | "seconds" | "minutes" | "hours" | "days";
export type AgeParts = { readonly unit: AgeUnit; readonly value: number };

/** How long ago in one unit, rounded down: never younger than it is by a whole unit. Under a second is "now". */
export function ageParts(ageMs: number): AgeParts {
  if (ageMs < SECOND) return { unit: "now", value: 0 };
  if (ageMs < MINUTE) return { unit: "seconds", value: Math.floor(ageMs / SECOND) };
  if (ageMs < HOUR) return { unit: "minutes", value: Math.floor(ageMs / MINUTE) };
  if (ageMs < 2 * DAY) return { unit: "hours", value: Math.floor(ageMs / HOUR) };
  return { unit: "days", value: Math.floor(ageMs / DAY) };
}

export type DurationPart = { readonly unit: "day" | "hour" | "minute" | "second"; readonly value: number };

/** The two largest units of a length of time: 3 d 4 h, 12 min 5 s. */
export function durationParts(durationMs: number): readonly DurationPart[] {
  const rest = Math.max(0, durationMs);
  const all: readonly DurationPart[] = [
    { unit: "day", value: Math.floor(rest / DAY) },
    { unit: "hour", value: Math.floor((rest % DAY) / HOUR) },
    { unit: "minute", value: Math.floor((rest % HOUR) / MINUTE) },
    { unit: "second", value: Math.floor((rest % MINUTE) / SECOND) },
  ];
  const first = all.findIndex((part) => part.value > 0);
  if (first === -1) return all.slice(3);
  return all.slice(first, first + 2).filter((part, index) => index === 0 || part.value > 0);
}

export type FinePart = {
  readonly unit: DurationPart["unit"] | "millisecond" | "microsecond";
  readonly value: number;
};

const threeFigures = (value: number) => Number(value.toPrecision(3));

/** CPU time or a short interval in one unit of three figures: 850 µs, 132 ms, 1.5 s; from 10 s on as durations are. */
export function finePartsOf(us: number): readonly FinePart[] {
  if (us < 1000) return [{ unit: "microsecond", value: Math.round(us) }];
  const ms = threeFigures(us / 1000);
  if (ms < 1000) return [{ unit: "millisecond", value: ms }];
  if (us < 10e6) return [{ unit: "second", value: threeFigures(us / 1e6) }];
  return durationParts(Math.round(us / 1e6) * SECOND);
}

/** 09:14:05, or with the day in front when it is not today's. */
export function formatTime(atMs: number, nowMs: number, locale: string, seconds: boolean): string {
  const at = new Date(atMs);
  const sameDay = at.toDateString() === new Date(nowMs).toDateString();
  return new Intl.DateTimeFormat(locale, {
    ...(sameDay ? {} : { month: "short", day: "numeric" }),
    hour: "2-digit",
    minute: "2-digit",
    ...(seconds ? { second: "2-digit" } : {}),
    hourCycle: "h23",
  }).format(at);
}
