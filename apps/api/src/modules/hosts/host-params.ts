import { z } from "zod";

/** The path of everything that belongs to one host. */
export const hostParamsSchema = z.object({ id: z.uuid("must be the id of a host, a UUID") });
export type HostParams = z.infer<typeof hostParamsSchema>;
