import type { Labels } from "@fourtuple/contracts/web";
import { z } from "zod";

const storedSchema = z.record(z.string(), z.string());

/** Reads a column of labels. They were checked on their way in; what is none of ours is left out, not shown. */
export function parseStoredLabels(value: unknown): Labels {
  const parsed = storedSchema.safeParse(value);
  return parsed.success ? parsed.data : {};
}
