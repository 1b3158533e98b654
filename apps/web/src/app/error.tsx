"use client";

import { CrashScreen } from "../frame/crash-screen";

export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  return <CrashScreen error={error} onRetry={retry} />;
}
