"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Table, TableFrame, Th } from "../../design/table";
import { CounterChart } from "./counter-chart";
import { CounterRow } from "./counter-row";
import { COUNTER_STORIES, type CounterStory } from "./model/counter-stories";
import { Section } from "./section-nav";

/** Stories of the left column: opening, queues, closing. A chart that opens moves only what is below it. */
const LEFT = 3;

/** Counters as rates, each with the story it tells. */
export function CountersSection() {
  const t = useTranslations("host.counters");
  return (
    <Section id="counters" title={t("title")} intro={t("intro")}>
      <div className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-2">
        {[COUNTER_STORIES.slice(0, LEFT), COUNTER_STORIES.slice(LEFT)].map((column) => (
          <div key={column[0]?.id} className="flex min-w-0 flex-col gap-6">
            {column.map((story) => (
              <Story key={story.id} story={story} />
            ))}
          </div>
        ))}
      </div>
    </Section>
  );
}

function Story({ story }: { story: CounterStory }) {
  const t = useTranslations("host.counters");
  const [opened, setOpened] = useState<string | null>(null);
  const title = t(`stories.${story.id}`);
  return (
    <div className="min-w-0">
      <h3 className="font-medium">{title}</h3>
      <TableFrame label={title}>
        <Table className="table-fixed">
          <thead>
            <tr>
              <Th className="pl-0">{t("counter")}</Th>
              <Th align="end" className="w-22">
                {t("rate")}
              </Th>
              <Th align="end" className="w-36 max-sm:hidden">
                {t("trend")}
              </Th>
              <Th align="end" className="w-28 pr-0">
                {t("total")}
              </Th>
            </tr>
          </thead>
          <tbody>
            {story.metrics.map((metric) => (
              <CounterRow
                key={metric}
                metric={metric}
                isOpen={opened === metric}
                onToggle={() => setOpened(opened === metric ? null : metric)}
              />
            ))}
          </tbody>
        </Table>
      </TableFrame>
      {opened !== null && <CounterChart key={opened} metric={opened} />}
    </div>
  );
}
