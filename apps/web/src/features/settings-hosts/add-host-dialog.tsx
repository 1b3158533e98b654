"use client";

import type { CreatedToken } from "@fourtuple/contracts/web";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Dialog } from "../../design/dialog";
import { AddHostForm } from "./add-host-form";
import { TokenSteps } from "./token-steps";

/** From the labels to "connected", without leaving. */
export function AddHostDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("settings.add");
  const [made, setMade] = useState<CreatedToken | null>(null);
  return (
    <Dialog title={t("title")} onClose={onClose}>
      <div className="p-4">
        {made === null ? (
          <AddHostForm onMade={setMade} />
        ) : (
          <TokenSteps made={made} onAgain={() => setMade(null)} onClose={onClose} />
        )}
      </div>
    </Dialog>
  );
}
