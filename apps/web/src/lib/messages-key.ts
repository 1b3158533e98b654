import type { MessageKeys, Messages, NestedKeyOf } from "use-intl";

/**
 * Keys of the texts about metrics and sysctls. Both catalogues nest by the dots of the kernel's own names,
 * so a name is its key: `Tcp.ActiveOpens` in `counters`, `net.ipv4.tcp_mem.means` in `sysctls`.
 */
export type SysctlTextKey = MessageKeys<Messages["sysctls"], NestedKeyOf<Messages["sysctls"]>>;
export type CounterTextKey = MessageKeys<Messages["counters"], NestedKeyOf<Messages["counters"]>>;

/**
 * @returns the key in `sysctls` of what a setting does (`means`), does not do (`not`), or of its safe
 * values (`note`: not every setting has one, ask `t.has` first).
 */
export function sysctlTextKey(name: string, text: "means" | "not" | "note"): SysctlTextKey {
  // Safe for every name in SYSCTLS: texts.test.ts holds both languages to them.
  return `${name}.${text}` as SysctlTextKey;
}

/** @returns the key in `counters` of a metric's explanation. The states of a census have theirs in `states`. */
export function counterTextKey(name: string): CounterTextKey {
  // Safe for every metric but `states.*`: texts.test.ts holds both languages to them.
  return name as CounterTextKey;
}
