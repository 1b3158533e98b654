import { Skeleton } from "../design/skeleton";

/** The frame without words, in the exported HTML: what is painted before any script runs. */
export function BootScreen({ bare }: { bare: boolean }) {
  if (bare) return <div className="min-h-dvh" />;
  return (
    <div aria-busy className="min-h-dvh md:pl-44">
      <div className="fixed inset-y-0 left-0 hidden w-44 border-line border-r bg-raised md:block" />
      <div className="h-12 border-line border-b" />
      <PageSkeleton />
    </div>
  );
}

/** A verdict and a table to come. */
export function PageSkeleton() {
  return (
    <div className="flex flex-col gap-4 px-3 py-5 md:px-6">
      <Skeleton className="h-6 w-80 max-w-full" />
      <Skeleton className="h-2.5 w-full" />
      <div className="mt-4 flex flex-col gap-3">
        {["a", "b", "c", "d", "e"].map((row) => (
          <Skeleton key={row} className="h-7 w-full" />
        ))}
      </div>
    </div>
  );
}
