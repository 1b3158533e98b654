"use client";

import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { RequestErrorState } from "../design/request-error-state";
import { ApiError } from "../lib/api/api-error";
import { useSession } from "../lib/api/queries";
import { loginHref } from "../lib/api/safe-next";
import { useLastingError } from "../lib/api/use-lasting-error";
import { useTextsReady } from "../lib/i18n/i18n-provider";
import { LiveProvider } from "../lib/live/live-provider";
import { PageSkeleton } from "./boot-screen";
import { isOpenPage } from "./pages";
import { Shell } from "./shell";

/** Shows a page to those who are logged in, sends others to the login and brings them back here after it. */
export function SessionGate({ children }: { children: ReactNode }) {
  const session = useSession();
  const error = useLastingError(session);
  const textsReady = useTextsReady();
  const router = useRouter();
  const open = isOpenPage(usePathname());
  const loggedOut = error instanceof ApiError && error.status === 401;
  const leave = loggedOut && !open;

  useEffect(() => {
    const { pathname, search, hash } = window.location;
    if (leave) router.replace(loginHref(pathname + search + hash));
  }, [leave, router]);

  const user = loggedOut ? null : (session.data?.user ?? null);
  return (
    <LiveProvider enabled={user !== null}>
      <Shell user={user} loggedOut={loggedOut}>
        {(open || user) && textsReady ? (
          children
        ) : error && !open && !leave ? (
          <div className="px-3 md:px-6">
            <RequestErrorState heading="h1" error={error} onRetry={() => void session.refetch()} />
          </div>
        ) : (
          <PageSkeleton />
        )}
      </Shell>
    </LiveProvider>
  );
}
