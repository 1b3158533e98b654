import type { TcpState } from "@fourtuple/core/tcp";
import { useTranslations } from "use-intl";
import { StateSwatch } from "../../design/state-swatch";
import { CommandList } from "./command-list";
import { STATE_COMMANDS } from "./commands";
import { Fact, Facts } from "./facts";
import { PATTERNS, RELATED_PATTERNS } from "./sections";

/** Everything about one state, under its anchor: the place `stateHref` leads to. */
export function StateSection({ state }: { state: TcpState }) {
  const t = useTranslations("states");
  const label = useTranslations("learn.states");
  return (
    <article
      id={state}
      tabIndex={-1}
      aria-labelledby={`${state}-name`}
      className="scroll-mt-16 border-line border-t pt-6 pb-8 outline-none"
    >
      <h3 id={`${state}-name`} className="flex items-center gap-2 font-medium text-title">
        <StateSwatch state={state} className="size-3" />
        <span className="font-mono">{state}</span>
      </h3>
      <p className="mt-1 text-muted">{t(`${state}.short`)}</p>
      <Facts>
        <Fact name={label("what")} text={t(`${state}.what`)} />
        <Fact name={label("waits")} text={t(`${state}.waits`)} />
        <Fact name={label("lasts")} text={t(`${state}.lasts`)} />
        <Fact name={label("piles")} text={t(`${state}.piles`)} />
        <Fact name={label("see")} text={t(`${state}.see`)}>
          <CommandList commands={STATE_COMMANDS[state]} />
        </Fact>
        <Fact name={label("folklore")} text={t(`${state}.folklore`)} />
        <Related state={state} />
      </Facts>
    </article>
  );
}

function Related({ state }: { state: TcpState }) {
  const label = useTranslations("learn.states");
  const t = useTranslations("learn.patterns");
  const keys = RELATED_PATTERNS[state];
  if (!keys) return null;
  return (
    <>
      <dt className="pt-2 font-medium text-muted sm:pt-0">{label("related")}</dt>
      <dd className="flex flex-col items-start gap-1">
        {PATTERNS.filter(({ key }) => keys.includes(key)).map(({ key, anchor }) => (
          <a key={key} href={`#${anchor}`} className="link">
            {t(`${key}.title`)}
          </a>
        ))}
      </dd>
    </>
  );
}
