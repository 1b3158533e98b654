"use client";

import type { CreatedToken } from "@fourtuple/contracts/web";
import { Fragment, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../design/button";
import { CopyButton } from "../../design/copy-button";
import { SeverityGlyph } from "../../design/severity";
import { useFormat } from "../../lib/format/use-format";
import { useServerNow } from "../../lib/live/server-clock";
import { evaluateReach } from "./server-reach";
import { TokenProgress, useTokenProgress } from "./token-progress";

type TokenStepsProps = { made: CreatedToken; onAgain: () => void; onClose: () => void };

/** The lines to run on the new host, the easiest first, and what has become of the token. */
export function TokenSteps({ made, onAgain, onClose }: TokenStepsProps) {
  const t = useTranslations("settings.steps");
  const format = useFormat();
  const leftMs = Date.parse(made.expiresAt) - useServerNow();
  const progress = useTokenProgress(made.id);
  return (
    <div className="flex flex-col gap-4">
      <ReachNote serverUrl={made.serverUrl} />
      <InstallLine command={made.installCommand} />
      <Line lead={t(made.installCommand === null ? "clone" : "orClone")} command={made.command} />
      <Line lead={t("run")} command={made.runCommand} />
      {progress.kind === "waiting" && (
        <p className="text-muted">{t("once", { left: format.duration(leftMs) })}</p>
      )}
      <TokenProgress progress={progress} onAgain={onAgain} />
      <Button onClick={onClose} className="self-start">
        {t("done")}
      </Button>
    </div>
  );
}

/** The way for a host that has nothing, or how to have the server offer it. */
function InstallLine({ command }: { command: string | null }) {
  const t = useTranslations("settings.steps");
  if (command === null) return <p className="text-muted">{t("noPackages")}</p>;
  return (
    <div className="flex flex-col gap-1.5">
      <Line lead={t("install")} command={command} />
      <p className="text-muted">{t("withoutRoot")}</p>
    </div>
  );
}

function Line({ lead, command }: { lead: ReactNode; command: string }) {
  return (
    <div className="flex flex-col gap-1.5">
      <p>{lead}</p>
      <div className="flex items-start gap-2">
        <code className="wrap-anywhere min-w-0 flex-1 rounded border border-line bg-raised px-2.5 py-1.5 text-dense">
          <Words text={command} />
        </code>
        <CopyButton text={command} />
      </div>
    </div>
  );
}

/** Breaks between words, and inside one only where it alone is too long: never after the dashes of an option. */
function Words({ text }: { text: string }) {
  return text.split(" ").map((word, index) => (
    <Fragment key={word}>
      {index > 0 && " "}
      <span className="wrap-anywhere inline-block max-w-full">{word}</span>
    </Fragment>
  ));
}

/** A line that cannot work elsewhere is not handed out without saying so. */
function ReachNote({ serverUrl }: { serverUrl: string }) {
  const t = useTranslations("settings.steps");
  const reach = evaluateReach(serverUrl);
  if (reach === "encrypted") return null;
  return (
    <p className="flex gap-2">
      <SeverityGlyph severity="warning" />
      <span className="wrap-anywhere">
        {t(reach === "this-machine" ? "loopback" : "plain", { url: serverUrl })}
      </span>
    </p>
  );
}
