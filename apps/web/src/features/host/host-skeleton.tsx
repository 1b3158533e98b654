import { Skeleton } from "../../design/skeleton";

const ROWS = Array.from({ length: 11 }, (_, i) => i);

/** The real layout, still empty. */
export function HostSkeleton() {
  return (
    <div aria-busy className="flex flex-col gap-6 px-3 py-4 md:px-6">
      <div className="flex flex-col gap-2">
        <Skeleton className="h-6 w-48" />
        <Skeleton className="h-4 w-full max-w-xl" />
      </div>
      <Skeleton className="h-7 w-full max-w-2xl" />
      <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_25rem]">
        <Skeleton className="h-[340px]" />
        <div className="flex flex-col gap-2">
          {ROWS.map((row) => (
            <Skeleton key={row} className="h-6" />
          ))}
        </div>
      </div>
    </div>
  );
}
