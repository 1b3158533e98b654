"use client";

import type { ReactNode } from "react";
import { Logo } from "../../design/logo";
import { LanguageSwitch } from "./language-switch";

type AuthCardProps = { title: string; lead?: ReactNode; children: ReactNode };

/** A page without the frame: who we are, one form, and the other language. */
export function AuthCard({ title, lead, children }: AuthCardProps) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-96 flex-col px-6 pt-[14vh] pb-6">
      <p className="flex items-center gap-2 font-semibold text-title">
        <Logo />
        Fourtuple
      </p>
      <h1 className="mt-8 text-verdict">{title}</h1>
      {lead && <p className="mt-1 text-muted">{lead}</p>}
      <div className="mt-6 flex-1">{children}</div>
      <LanguageSwitch />
    </main>
  );
}
