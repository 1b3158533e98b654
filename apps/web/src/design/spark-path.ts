type Point = readonly [x: number, y: number];

export type SparkPaths = {
  /** One sub-path for each unbroken stretch. */
  readonly lines: string;
  /** Stretches of a single point, which a line cannot show. */
  readonly dots: readonly Point[];
};

/**
 * @param points oldest first, the newest at the right edge; null breaks the line, nothing bridges it
 * @param capacity how many points the whole width stands for
 */
export function sparkPaths(
  points: readonly (number | null)[],
  width: number,
  height: number,
  capacity = 60,
): SparkPaths {
  const shown = points.slice(-capacity);
  const max = Math.max(1, ...shown.map((value) => value ?? 0));
  const inset = 1;
  const placed = shown.map((value, index): Point | null => {
    if (value === null) return null;
    const x = width - ((shown.length - 1 - index) / (capacity - 1)) * width;
    const y = height - inset - (value / max) * (height - 2 * inset);
    return [round(x), round(y)];
  });
  const stretches = splitAtGaps(placed);
  return {
    lines: stretches
      .filter((stretch) => stretch.length > 1)
      .map((stretch) => `M${stretch.map(([x, y]) => `${x} ${y}`).join("L")}`)
      .join(""),
    dots: stretches.flatMap((stretch) => (stretch.length === 1 ? stretch : [])),
  };
}

function splitAtGaps(placed: readonly (Point | null)[]): readonly (readonly Point[])[] {
  const stretches: Point[][] = [[]];
  for (const point of placed) {
    if (point) stretches.at(-1)?.push(point);
    else stretches.push([]);
  }
  return stretches.filter((stretch) => stretch.length > 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
