"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ApiError } from "../lib/api/api-error";
import { requestNothing } from "../lib/api/request";
import { LOGIN_HREF } from "../lib/links";

/** Ends the session on the server, then forgets everything that was read with it. */
export function useSignOut() {
  const queries = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: async () => {
      try {
        await requestNothing("/session", { method: "DELETE" });
      } catch (error) {
        // A session that is gone already is signed out.
        if (!(error instanceof ApiError) || error.status !== 401) throw error;
      }
    },
    onSuccess: () => {
      router.replace(LOGIN_HREF);
      queries.clear();
    },
  });
}
