import type * as Contracts from "@fourtuple/contracts/web";
import type { z } from "zod";

/** Chooses the contract an answer is held to. */
export type SchemaOf<T> = (contracts: typeof Contracts) => z.ZodType<T>;

/** The contracts bring zod, a seventh of the first page's script, and nothing is parsed before the first answer. */
export function loadContracts(): Promise<typeof Contracts> {
  return import("@fourtuple/contracts/web");
}
