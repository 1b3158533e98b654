"use client";

import { clsx } from "clsx";
import type { TooltipContent } from "./time-canvas";

type ChartTooltipProps = {
  content: TooltipContent;
  /** Of the crosshair, from the left edge of the chart. */
  xPx: number;
  widthPx: number;
};

/** What is under the crosshair. It keeps to the side that has room, so that it never covers the moment itself. */
export function ChartTooltip({ content, xPx, widthPx }: ChartTooltipProps) {
  const isLeft = xPx > widthPx / 2;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-2 z-20 max-w-[75%] rounded bg-popover px-2.5 py-2 text-dense text-text shadow-popover"
      style={isLeft ? { right: widthPx - xPx + 10 } : { left: xPx + 10 }}
    >
      <p className="figures whitespace-nowrap text-muted">{content.title}</p>
      {content.notes.map((note) => (
        <p key={note} className="mt-1 max-w-64">
          {note}
        </p>
      ))}
      {content.rows.length > 0 && (
        <table className="mt-1 border-collapse">
          <tbody>
            {content.rows.map((row) => (
              <tr key={row.key} className={clsx(row.isQuiet && "text-muted")}>
                <td className="py-px pr-3">
                  {row.fill && (
                    <span className="mr-1.5 inline-block size-2 rounded-[2px]" style={row.fill} aria-hidden />
                  )}
                  <span className="font-mono">{row.label}</span>
                </td>
                <td className="figures whitespace-nowrap py-px text-right">{row.value}</td>
                {row.detail && (
                  <td className="figures whitespace-nowrap py-px pl-3 text-right text-muted">{row.detail}</td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
