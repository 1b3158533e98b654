import { METRICS } from "@fourtuple/core/samples";
import { SYSCTLS, TCP_STATES } from "@fourtuple/core/tcp";
import { describe, expect, test } from "vitest";
import counters from "../../messages/en/counters.json";
import learn from "../../messages/en/learn.json";
import states from "../../messages/en/states.json";
import sysctls from "../../messages/en/sysctls.json";
import countersZh from "../../messages/zh-CN/counters.json";
import learnZh from "../../messages/zh-CN/learn.json";
import statesZh from "../../messages/zh-CN/states.json";
import sysctlsZh from "../../messages/zh-CN/sysctls.json";
import { FOLKLORE, PATTERNS, type PatternKey } from "./sections";

type Catalogue = Readonly<Record<string, string>>;

/** Message by dotted key, for whatever depth. */
function flatten(value: unknown, prefix = ""): Catalogue {
  if (typeof value === "string") return { [prefix]: value };
  const entries = Object.entries(value as Readonly<Record<string, unknown>>);
  return Object.assign(
    {},
    ...entries.map(([key, child]) => flatten(child, prefix ? `${prefix}.${key}` : key)),
  );
}

const LANGUAGES = [
  { language: "en", states, counters, sysctls, learn },
  { language: "zh-CN", states: statesZh, counters: countersZh, sysctls: sysctlsZh, learn: learnZh },
].map(({ language, ...areas }) => ({
  language,
  states: flatten(areas.states),
  counters: flatten(areas.counters),
  sysctls: flatten(areas.sysctls),
  learn: flatten(areas.learn),
}));

describe.each(LANGUAGES)("the texts in $language", (texts) => {
  const every = { ...texts.states, ...texts.counters, ...texts.sysctls, ...texts.learn };

  test("tell of every state what it is, who waits, how long, what piles up, how to see it, what is folklore", () => {
    for (const state of TCP_STATES) {
      for (const part of ["short", "what", "waits", "lasts", "piles", "see", "folklore"]) {
        expect(texts.states[`${state}.${part}`], `${state}.${part}`).toBeTruthy();
      }
      expect(texts.states[`${state}.short`]?.length, `${state}.short`).toBeLessThanOrEqual(60);
    }
  });

  test("explain exactly the metrics that are collected", () => {
    const expected = METRICS.map(({ name }) => name).filter((name) => !name.startsWith("states."));
    expect(Object.keys(texts.counters).sort()).toEqual([...expected].sort());
  });

  test("say of exactly the watched sysctls what they mean and what they do not do", () => {
    const about = (part: string) =>
      Object.keys(texts.sysctls)
        .filter((key) => key.endsWith(`.${part}`))
        .map((key) => key.slice(0, -part.length - 1))
        .sort();
    const watched = SYSCTLS.map(({ name }) => name).sort();
    expect(about("means")).toEqual(watched);
    expect(about("not")).toEqual(watched);
  });

  test("stay calm and well formed", () => {
    for (const [key, text] of Object.entries(every)) {
      expect(text, key).not.toMatch(/[!！]|^\s|\s$/);
      expect(text.split("`").length % 2, `backticks of ${key}`).toBe(1);
    }
  });

  test("cover each pattern and each piece of folklore", () => {
    for (const { key } of PATTERNS) expect(texts.learn[`patterns.${key}.title`], key).toBeTruthy();
    for (const { key } of FOLKLORE) expect(texts.learn[`folklore.${key}.truth`], key).toBeTruthy();
  });

  /** What must never be recommended for a cause, though it may be named among what does not help. */
  const FORBIDDEN: Readonly<Record<PatternKey, RegExp>> = {
    ephemeralPorts: /fin_timeout|max_tw_buckets|SO_LINGER|tw_recycle|rfc1337|autobind_reuse/,
    acceptQueue: /max_syn_backlog|syncookies|abort_on_overflow/,
    synQueue: /abort_on_overflow|netdev_max_backlog|max_syn_backlog|syncookies` = [02]/,
    closeWait: /tcp_|net\.|ip_/,
    finWait2: /tw_reuse|tw_recycle|max_tw_buckets|\b(6[1-9]|[7-9]\d|1[01]\d)\b/,
    serverTimeWait: /tw_reuse|tw_recycle|fin_timeout|port_range|SO_LINGER/,
  };

  test.each(PATTERNS)("recommend no cure for $key that does not cure it", ({ key }) => {
    for (const part of ["app", "kernel"]) {
      expect(texts.learn[`patterns.${key}.${part}`], `${key}.${part}`).not.toMatch(FORBIDDEN[key]);
    }
  });

  test("recommend no value of tcp_fin_timeout that shortens FIN_WAIT2 by surprise, nor the folklore switches", () => {
    const note = (name: string) => texts.sysctls[`net.ipv4.${name}.note`] ?? "";
    expect(note("tcp_fin_timeout")).toMatch(/^15\D+60\D/);
    expect(note("tcp_abort_on_overflow")).toMatch(/^0/);
    expect(note("tcp_syncookies")).toMatch(/^1/);
    expect(note("tcp_timestamps")).toMatch(/^1/);
    expect(note("tcp_sack")).toMatch(/^1/);
  });
});

/** Names of the kernel and figures of two digits and more: the same facts in whatever language. */
function factsOf(text: string): readonly string[] {
  const names = text.match(
    /\b(?:[A-Za-z0-9]+_[A-Za-z0-9_]+|[A-Z][A-Za-z]+[a-z][A-Z][A-Za-z]+|TCP[A-Z]\w+)\b/g,
  );
  const figures = text.match(/\d[\d,.]*\d/g);
  return [...new Set([...(names ?? []), ...(figures ?? [])])].sort();
}

test.each(["states", "counters", "sysctls", "learn"] as const)(
  "%s holds the same facts in both languages",
  (area) => {
    const [english, chinese] = LANGUAGES;
    expect(Object.keys(chinese?.[area] ?? {}).sort()).toEqual(Object.keys(english?.[area] ?? {}).sort());
    for (const [key, text] of Object.entries(english?.[area] ?? {})) {
      expect(factsOf(chinese?.[area][key] ?? ""), key).toEqual(factsOf(text));
    }
  },
);
