import type { OwnersResponse } from "@fourtuple/contracts/web";
import { type ListKind, rowKeyOf } from "./top-list-rows";

export type KeyOwners = Omit<OwnersResponse["keys"][number], "key">;

/** Lists whose rows can be asked about; a cgroup is itself an owner. */
export const OWNED_LISTS = ["destinations", "localPorts", "peers"] as const satisfies readonly ListKind[];

/** The answer by list and row. A row that is not in it came after the question. */
export function ownersByRow(answer: OwnersResponse, kind: ListKind): ReadonlyMap<string, KeyOwners> {
  return new Map(
    answer.keys.flatMap(({ key, ...owners }) =>
      key.list === kind ? [[rowKeyOf(key), owners] as const] : [],
    ),
  );
}

/** What went wrong with the question, in the words the page has for it. */
export function ownersFailure(status: number | null): "forbidden" | "offline" | "silent" | "busy" | "other" {
  if (status === 403) return "forbidden";
  if (status === 409) return "offline";
  if (status === 504) return "silent";
  return status === 429 ? "busy" : "other";
}
