"use client";

import { FileDown, ImageDown, Table2 } from "lucide-react";
import { type ReactNode, type RefObject, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../design/button";
import { readCanvasPalette } from "../design/state-tokens";
import { exportFileName } from "../lib/csv";
import { saveCsv as saveCsvFile, saveFile } from "../lib/save-file";
import type { ChartSource } from "./chart-source";
import { type CsvColumn, toCsv } from "./csv";
import { DataTable } from "./data-table";
import { type PngLegendEntry, renderPng } from "./export-png";

export type ChartFrameProps = {
  title: ReactNode;
  /** Title, host and range in one line, for the table and the picture. */
  caption: () => string;
  /** Words of the file's name. */
  fileName: readonly string[];
  source: ChartSource;
  canvasRef: RefObject<HTMLCanvasElement | null>;
  columns: () => readonly CsvColumn[];
  legend: () => readonly PngLegendEntry[];
  formatValue: (value: number) => string;
  /** Controls of this chart, before the export. */
  controls?: ReactNode;
  children: ReactNode;
};

function useExports(props: ChartFrameProps) {
  const { source, columns, canvasRef, fileName, caption, legend } = props;
  const endMs = () => source.axis().t.at(-1) ?? 0;
  const saveCsv = () => {
    saveCsvFile(exportFileName(fileName, endMs(), "csv"), toCsv(source.axis().t, columns()));
  };
  const savePng = () => {
    const canvas = canvasRef.current;
    if (canvas === null) return;
    const { fontFamily } = getComputedStyle(canvas);
    const picture = renderPng(canvas, {
      title: caption(),
      legend: legend(),
      palette: readCanvasPalette(),
      fontFamily,
    });
    picture.toBlob((blob) => {
      if (blob !== null) saveFile(exportFileName(fileName, endMs(), "png"), blob);
    });
  };
  return { saveCsv, savePng };
}

/** What every chart has around it: its title, its controls, the table behind it and the two ways out. */
export function ChartFrame(props: ChartFrameProps) {
  const { title, caption, source, columns, formatValue, controls, children } = props;
  const t = useTranslations("charts");
  const tableId = useId();
  const [isTableOpen, setTableOpen] = useState(false);
  const { saveCsv, savePng } = useExports(props);
  const small = "h-7 gap-1.5 px-2 text-dense";
  return (
    <figure className="m-0 min-w-0">
      <figcaption className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1 pb-1">
        <span className="mr-auto font-medium">{title}</span>
        {controls}
        <span className="flex items-center">
          <Button
            kind="quiet"
            className={small}
            aria-expanded={isTableOpen}
            aria-controls={tableId}
            aria-label={isTableOpen ? t("tableHide") : t("tableShow")}
            onClick={() => setTableOpen(!isTableOpen)}
          >
            <Table2 aria-hidden size={14} />
            <span className="max-sm:sr-only">{t("table")}</span>
          </Button>
          <Button kind="quiet" className={small} aria-label={t("csvLabel")} onClick={saveCsv}>
            <FileDown aria-hidden size={14} />
            <span className="max-sm:sr-only">{t("csv")}</span>
          </Button>
          <Button kind="quiet" className={small} aria-label={t("pngLabel")} onClick={savePng}>
            <ImageDown aria-hidden size={14} />
            <span className="max-sm:sr-only">{t("png")}</span>
          </Button>
        </span>
      </figcaption>
      {children}
      <div id={tableId}>
        {isTableOpen && (
          <DataTable label={caption()} source={source} columns={columns} formatValue={formatValue} />
        )}
      </div>
    </figure>
  );
}
