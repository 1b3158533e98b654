import { z } from "zod";
import { givenNameSchema, labelsSchema } from "./labels.js";
import { DEFAULT_TOKEN_MINUTES, MAX_TOKEN_MINUTES } from "./limits.js";

/** POST /api/v1/enrolment-tokens. The host gets the name and the labels; without a name it goes by its own. */
export const createTokenRequestSchema = z.object({
  name: givenNameSchema.optional(),
  labels: labelsSchema.default({}),
  expiresInMinutes: z
    .number()
    .int("must be a whole number of minutes")
    .min(1, "must be at least 1 minute")
    .max(MAX_TOKEN_MINUTES, `must be at most ${MAX_TOKEN_MINUTES} minutes`)
    .default(DEFAULT_TOKEN_MINUTES),
});
export type CreateTokenRequest = z.input<typeof createTokenRequestSchema>;
export type CreateToken = z.output<typeof createTokenRequestSchema>;

/** The only answer that ever holds the token. */
export const createdTokenSchema = z.object({
  id: z.uuid(),
  token: z.string(),
  /** Where agents reach this server, ws:// or wss://. */
  serverUrl: z.string(),
  /** One line for a host that has nothing: it fetches the agent from this server. Null where the server has no packages. */
  installCommand: z.string().nullable(),
  /** To be run once on the new host, in a clone of the repository that is built. */
  command: z.string(),
  /** To be run there from then on. */
  runCommand: z.string(),
  expiresAt: z.iso.datetime(),
});
export type CreatedToken = z.infer<typeof createdTokenSchema>;

export const TOKEN_STATUSES = ["open", "used", "expired", "withdrawn"] as const;

export const enrolmentTokenSchema = z.object({
  id: z.uuid(),
  name: z.string().nullable(),
  labels: z.record(z.string(), z.string()),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  status: z.enum(TOKEN_STATUSES),
  /** The host that used it; null while nobody has. */
  host: z.object({ id: z.uuid(), name: z.string() }).nullable(),
});
export type EnrolmentToken = z.infer<typeof enrolmentTokenSchema>;

/** GET /api/v1/enrolment-tokens: those of the last 24 hours, the newest first. */
export const tokensResponseSchema = z.object({
  atMs: z.number().int().nonnegative(),
  tokens: z.array(enrolmentTokenSchema),
});
export type TokensResponse = z.infer<typeof tokensResponseSchema>;

/** PATCH /api/v1/hosts/{id}. What is left out stays; `name: null` gives the host back the name it reports. */
export const changeHostRequestSchema = z
  .object({ name: givenNameSchema.nullable().optional(), labels: labelsSchema.optional() })
  .refine((change) => change.name !== undefined || change.labels !== undefined, "must change name or labels");
export type ChangeHostRequest = z.infer<typeof changeHostRequestSchema>;
