"use client";

import type { OwnersResponse } from "@fourtuple/contracts/web";
import { useMutation } from "@tanstack/react-query";
import { ApiError } from "../../../lib/api/api-error";
import { askOwners } from "../../../lib/api/queries";
import { ownersFailure } from "../model/owners-view";

export interface OwnersQuestion {
  readonly answer: OwnersResponse | null;
  readonly isAsking: boolean;
  readonly failure: { readonly kind: ReturnType<typeof ownersFailure>; readonly reason: string } | null;
  readonly ask: () => void;
  readonly hide: () => void;
}

/** The question to the agent. An older answer stays until there is a newer one. */
export function useOwners(hostId: string): OwnersQuestion {
  const mutation = useMutation({ mutationFn: () => askOwners(hostId) });
  const { data, error, isPending, mutate, reset } = mutation;
  return {
    answer: data ?? null,
    isAsking: isPending,
    failure:
      error === null
        ? null
        : {
            kind: ownersFailure(error instanceof ApiError ? error.status : null),
            reason: error.message,
          },
    ask: () => mutate(),
    hide: reset,
  };
}
