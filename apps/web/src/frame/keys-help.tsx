"use client";

import { useTranslations } from "use-intl";
import { Dialog } from "../design/dialog";
import { Kbd } from "../design/kbd";

const KEYS = [
  ["palette", ["Ctrl", "K"]],
  ["filter", ["/"]],
  ["rows", ["↑", "↓"]],
  ["open", ["Enter"]],
  ["pause", ["p"]],
  ["escape", ["Esc"]],
  ["help", ["?"]],
] as const;

export default function KeysHelp({ onClose }: { onClose: () => void }) {
  const t = useTranslations("common.keys");
  return (
    <Dialog onClose={onClose} title={t("title")} className="max-w-sm">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 p-4">
        {KEYS.map(([key, caps]) => (
          <div key={key} className="col-span-2 grid grid-cols-subgrid items-baseline">
            <dt className="flex gap-1">
              {caps.map((cap) => (
                <Kbd key={cap}>{cap}</Kbd>
              ))}
            </dt>
            <dd>{t(key)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
