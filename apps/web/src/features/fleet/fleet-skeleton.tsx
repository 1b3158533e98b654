import { Skeleton } from "../../design/skeleton";

/** The page's own layout before its first figures. */
export function FleetSkeleton() {
  return (
    <div aria-busy className="flex flex-col gap-5">
      <Skeleton className="h-7 w-80 max-w-full" />
      <Skeleton className="h-2.5 w-full" />
      <div className="flex gap-5">
        {["a", "b", "c", "d", "e", "f"].map((item) => (
          <Skeleton key={item} className="h-4 w-24" />
        ))}
      </div>
      <Skeleton className="h-8 w-64 max-w-full" />
      <div className="flex flex-col gap-3">
        {["a", "b", "c", "d"].map((row) => (
          <Skeleton key={row} className="h-8 w-full" />
        ))}
      </div>
    </div>
  );
}
