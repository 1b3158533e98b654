import { type ArgumentMetadata, StandardSchemaValidationPipe } from "@nestjs/common";
import type { z } from "zod";
import { type FieldError, ValidationError } from "./app-error.js";

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** @param root name for the value as a whole, where an issue names no field */
export function fieldErrors(issues: readonly Issue[], root = "body"): FieldError[] {
  return issues.map(({ path = [], message }) => {
    const names = path.map((part) => String(typeof part === "object" ? part.key : part));
    return { field: names.join(".") || root, message };
  });
}

/** @throws ValidationError naming each field. */
export function parseOrThrow<S extends z.ZodType>(schema: S, value: unknown, root?: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ValidationError(fieldErrors(result.error.issues, root));
}

/** Parses every argument that its decorator gives a schema, and names the fields that are wrong. */
export class ContractPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: (issues) => new ValidationError(fieldErrors(issues)) });
  }

  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    if (value === undefined && metadata.type === "body" && metadata.schema) {
      throw new ValidationError([{ field: "body", message: "send a JSON object as application/json" }]);
    }
    return super.transform(value, metadata);
  }
}
