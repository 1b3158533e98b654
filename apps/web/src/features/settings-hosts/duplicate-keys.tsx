"use client";

import type { HostSummary } from "@fourtuple/contracts/web";
import Link from "next/link";
import { Fragment } from "react";
import { useTranslations } from "use-intl";
import { SeverityGlyph } from "../../design/severity";
import { hostHref } from "../../lib/links";

/** One warning over the table for every host whose key was seen on two machines. */
export function DuplicateKeys({ hosts }: { hosts: readonly HostSummary[] }) {
  const t = useTranslations("settings.duplicate");
  const flagged = hosts.filter((host) => host.duplicateKeySeenMs !== null);
  if (flagged.length === 0) return null;
  const links = flagged.map((host, index) => (
    <Fragment key={host.id}>
      {index > 0 && ", "}
      <Link href={hostHref(host.id)} className="link">
        {host.name}
      </Link>
    </Fragment>
  ));
  return (
    <p role="status" className="flex max-w-3xl gap-2">
      <SeverityGlyph severity="critical" />
      <span>{t.rich("line", { count: flagged.length, hosts: () => <span>{links}</span> })}</span>
    </p>
  );
}
