import { z } from "zod";
import { LABEL_KEY_PATTERN, LABEL_VALUE_PATTERN, MAX_LABELS } from "./limits.js";

const labelKey = z
  .string()
  .regex(
    LABEL_KEY_PATTERN,
    "a label's key has letters, digits, _ . or -, at most 63, and starts with a letter",
  );
const labelValue = z
  .string()
  .regex(
    LABEL_VALUE_PATTERN,
    "a label's value has 1 to 100 characters, without commas and without spaces at its ends",
  );

/** What people say of a host, such as { role: "db", site: "fra" }. */
export const labelsSchema = z
  .record(labelKey, labelValue)
  .refine((labels) => Object.keys(labels).length <= MAX_LABELS, `at most ${MAX_LABELS} labels`);
export type Labels = z.infer<typeof labelsSchema>;

/** A name that people give to a host. */
export const givenNameSchema = z
  .string()
  .trim()
  .min(1, "must have at least 1 character")
  .max(253, "must have at most 253 characters")
  .regex(/^[^\p{C}]*$/u, "must not hold control characters");
