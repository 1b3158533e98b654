"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";

/** A query forgets why it failed as soon as it tries again; this keeps it until there is an answer. */
export function useLastingError({ error, isSuccess }: UseQueryResult<unknown>): Error | null {
  const [kept, setKept] = useState<Error | null>(null);
  const lasting = error ?? (isSuccess ? null : kept);
  if (lasting !== kept) setKept(lasting);
  return lasting;
}
