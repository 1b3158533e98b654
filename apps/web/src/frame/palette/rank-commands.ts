export const COMMAND_GROUPS = ["pages", "hosts", "states", "actions"] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

export type Command = {
  readonly id: string;
  readonly group: CommandGroup;
  readonly label: string;
  /** Words it is also found by, such as a kernel or the English name. */
  readonly also?: string;
  readonly run: () => void;
};

/** More hosts than fit a screen are better found by typing on. */
const MAX_PER_GROUP = 8;

/** Those that hold every word of the query, best match first within each group, groups in their own order. */
export function rankCommands(commands: readonly Command[], query: string): readonly Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const scored = commands
    .map((command) => ({ command, score: scoreOf(command, words) }))
    .filter((entry) => entry.score > 0)
    .sort((a, b) => b.score - a.score);
  return COMMAND_GROUPS.flatMap((group) =>
    scored
      .filter((entry) => entry.command.group === group)
      .slice(0, words.length === 0 && group === "states" ? undefined : MAX_PER_GROUP)
      .map((entry) => entry.command),
  );
}

/** 3 for a label that starts so, 2 for a word in it, 1 for anywhere else, times nothing when a word is missing. */
function scoreOf(command: Command, words: readonly string[]): number {
  const label = command.label.toLowerCase();
  const all = `${label} ${command.also?.toLowerCase() ?? ""}`;
  if (!words.every((word) => all.includes(word))) return 0;
  const first = words[0];
  if (first === undefined || label.startsWith(first)) return 3;
  return label.split(/[\s:_./-]+/).some((part) => part.startsWith(first)) ? 2 : 1;
}
