"use client";

import type { Labels } from "@fourtuple/contracts/web";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { TextField } from "../../design/text-field";
import { formatLabels, type LabelProblem, type ParsedLabels, parseLabels } from "./labels-text";

export interface LabelsText {
  readonly text: string;
  readonly problem: LabelProblem | null;
  readonly setText: (text: string) => void;
  /** Reads what was typed, and shows what is wrong with it. */
  readonly check: () => ParsedLabels;
}

/** A text of labels; it is judged when it is sent, and from then on as it is typed. */
export function useLabelsText(initial: Labels): LabelsText {
  const [text, setText] = useState(() => formatLabels(initial));
  const [checked, setChecked] = useState(false);
  const parsed = parseLabels(text);
  return {
    text,
    setText,
    problem: checked && !parsed.ok ? parsed.problem : null,
    check: () => {
      setChecked(true);
      return parsed;
    },
  };
}

export function LabelsField({ state, hint }: { state: LabelsText; hint?: string }) {
  const t = useTranslations("settings");
  const { problem } = state;
  return (
    <TextField
      label={t("add.labels")}
      hint={hint}
      error={problem && t(`labelProblem.${problem.kind}`, { part: problem.part })}
      value={state.text}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => state.setText(event.target.value)}
    />
  );
}
