import { sparkPaths } from "./spark-path";

type SparklineProps = {
  /** Oldest first; null is a gap and is drawn as one. */
  readonly points: readonly (number | null)[];
  readonly color: string;
  readonly width?: number;
  readonly height?: number;
};

/** A minute at a glance, from zero. The number stands beside it, so it is hidden from screen readers. */
export function Sparkline({ points, color, width = 44, height = 16 }: SparklineProps) {
  const { lines, dots } = sparkPaths(points, width, height);
  return (
    <svg aria-hidden width={width} height={height} className="block shrink-0 overflow-visible">
      {lines && <path d={lines} fill="none" stroke={color} strokeWidth={1.5} strokeLinejoin="round" />}
      {dots.map(([x, y]) => (
        <circle key={x} cx={x} cy={y} r={1} fill={color} />
      ))}
    </svg>
  );
}
