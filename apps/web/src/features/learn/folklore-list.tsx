import { useTranslations } from "use-intl";
import { Prose } from "./prose";
import { FOLKLORE } from "./sections";

/** Advice that is passed on and does not hold, beside what Linux does. */
export function FolkloreList() {
  const t = useTranslations("learn.folklore");
  return (
    <ul>
      {FOLKLORE.map(({ key, name }) => (
        <li
          key={key}
          className="grid gap-x-6 gap-y-1 border-line border-t py-4 sm:grid-cols-[12rem_minmax(0,1fr)]"
        >
          <code className="break-words">{name}</code>
          <div className="max-w-[64ch] space-y-1">
            <p className="text-muted">
              <span className="sr-only">{t("said")}: </span>
              <Prose text={t(`${key}.said`)} />
            </p>
            <p>
              <span className="sr-only">{t("truth")}: </span>
              <Prose text={t(`${key}.truth`)} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
