import { SetMetadata } from "@nestjs/common";
import type { z } from "zod";

export const DESCRIPTION = "fourtuple:description";

export interface RouteDescription {
  readonly summary: string;
  /** Schema of a good answer's JSON; left out where there is none. */
  readonly answer?: z.ZodType;
  /** Status of a good answer: 200 with an answer and 204 without, unless given. */
  readonly status?: number;
}

/** Says of a route what the OpenAPI document shall say; its arguments speak for themselves. */
export const Describe = (description: RouteDescription) => SetMetadata(DESCRIPTION, description);
