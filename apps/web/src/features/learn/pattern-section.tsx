import { useTranslations } from "use-intl";
import { CommandList } from "./command-list";
import { PATTERN_COMMANDS } from "./commands";
import { Fact, Facts } from "./facts";
import type { PATTERNS } from "./sections";

/** One way in which it fails: what is seen, why, and what helps, the application before the kernel. */
export function PatternSection({ pattern }: { pattern: (typeof PATTERNS)[number] }) {
  const t = useTranslations("learn.patterns");
  const { key, anchor } = pattern;
  return (
    <article
      id={anchor}
      tabIndex={-1}
      aria-labelledby={`${anchor}-name`}
      className="scroll-mt-16 border-line border-t pt-6 pb-8 outline-none"
    >
      <h3 id={`${anchor}-name`} className="font-medium text-title">
        {t(`${key}.title`)}
      </h3>
      <Facts>
        <Fact name={t("see")} text={t(`${key}.see`)} />
        <Fact name={t("why")} text={t(`${key}.why`)} />
        <Fact name={t("look")} text={t(`${key}.look`)}>
          <CommandList commands={PATTERN_COMMANDS[key]} />
        </Fact>
        <Fact name={t("app")} text={t(`${key}.app`)} />
        <Fact name={t("kernel")} text={t(`${key}.kernel`)} />
        <Fact name={t("folklore")} text={t(`${key}.folklore`)} />
      </Facts>
    </article>
  );
}
