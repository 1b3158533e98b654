import { Suspense } from "react";
import { HostPage } from "../../features/host/host-page";
import { HostSkeleton } from "../../features/host/host-skeleton";

export default function Page() {
  return (
    <Suspense fallback={<HostSkeleton />}>
      <HostPage />
    </Suspense>
  );
}
