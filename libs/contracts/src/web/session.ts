import { z } from "zod";

export const ROLES = ["viewer", "operator", "admin"] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

export const userSchema = z.object({ id: z.uuid(), email: z.string(), role: roleSchema });
export type User = z.infer<typeof userSchema>;

const email = z.email("must be an e-mail address").max(254);
/** ASVS 5.0 6.2.1 and 6.2.9: at least 8, 15 recommended, long ones allowed. */
const newPassword = z
  .string()
  .min(12, "must have at least 12 characters")
  .max(256, "must have at most 256 characters");

/** POST /api/v1/session */
export const loginRequestSchema = z.object({ email, password: z.string().min(1).max(256) });
export type LoginRequest = z.infer<typeof loginRequestSchema>;

/** Answer of POST and GET /api/v1/session */
export const sessionResponseSchema = z.object({ user: userSchema, expiresAt: z.iso.datetime() });
export type SessionResponse = z.infer<typeof sessionResponseSchema>;

/** GET /api/v1/setup: true until the first admin exists. */
export const setupStatusSchema = z.object({ needed: z.boolean() });
export type SetupStatus = z.infer<typeof setupStatusSchema>;

/** POST /api/v1/setup: the one-time token printed at start makes the first admin and logs them in. */
export const setupRequestSchema = z.object({
  token: z.string().min(20).max(200),
  email,
  password: newPassword,
});
export type SetupRequest = z.infer<typeof setupRequestSchema>;
