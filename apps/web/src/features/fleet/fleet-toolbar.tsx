"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../../design/button";
import { FilterField } from "./filter-field";
import { ColumnMenu, SortMenu } from "./fleet-menus";
import type { FleetView } from "./use-fleet-view";

type FleetToolbarProps = {
  view: FleetView;
  onView: (change: Partial<FleetView>) => void;
  narrow: boolean;
  shown: number;
  total: number;
  /** null: the rows stand in the order that was asked for. */
  onResort: (() => void) | null;
};

export function FleetToolbar({ view, onView, narrow, shown, total, onResort }: FleetToolbarProps) {
  const t = useTranslations("fleet");
  const Menu = narrow ? SortMenu : ColumnMenu;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <FilterField query={view.query} onQuery={(query) => onView({ query })} />
      <Menu view={view} onView={onView} />
      {onResort && (
        <Button kind="quiet" onClick={onResort}>
          <RotateCw aria-hidden size={14} />
          {t("resort")}
        </Button>
      )}
      <p aria-live="polite" className="ml-auto text-dense text-muted">
        {view.query && t("shown", { shown, total })}
      </p>
    </div>
  );
}
