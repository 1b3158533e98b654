import type { SeriesResponse } from "@fourtuple/contracts/web";
import { findGaps, gapThresholdMs, type Metric, mergeRecordedGaps } from "@fourtuple/core/samples";
import { counterRates } from "@fourtuple/core/tcp";
import { Injectable } from "@nestjs/common";
import { Clock } from "../../platform/clock/clock.js";
import { ValidationError } from "../../platform/errors/app-error.js";
import type { HostRecord } from "../hosts/host-record.js";
import { HostsService } from "../hosts/hosts.service.js";
import { HistoryRepository, type StepEnd, type StepSummary } from "./history.repository.js";
import { layAxis, type SeriesAxis, stepStarts } from "./series-axis.js";
import { planSeriesQuery, type SeriesParameters, type SeriesQuery } from "./series-query.js";

type Series = SeriesResponse["series"][number];

@Injectable()
export class HistoryService {
  constructor(
    private readonly repository: HistoryRepository,
    private readonly hosts: HostsService,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFoundError for an unknown host, ValidationError for a range that cannot be answered. */
  async load(hostId: string, parameters: SeriesParameters): Promise<SeriesResponse> {
    const host = await this.hosts.get(hostId);
    const planned = planSeriesQuery(parameters, host.intervalMs, this.clock.nowMs());
    if (!planned.ok) throw new ValidationError([planned]);
    return this.answer(host, planned.query);
  }

  private async answer(host: HostRecord, query: SeriesQuery): Promise<SeriesResponse> {
    const sampleAtMs = await this.repository.findSampleTime(host.id, query.fromMs, query.toMs);
    const axis = layAxis(query, host.intervalMs, sampleAtMs);
    const maxGapMs = gapThresholdMs({ stepMs: axis.stepMs, intervalMs: host.intervalMs });
    const gauges = query.metrics.filter((metric) => metric.kind === "gauge");
    const counters = query.metrics.filter((metric) => metric.kind === "counter");
    const [steps, ends] = await Promise.all([
      this.repository.loadSteps(host.id, axis, gauges),
      counters.length > 0 ? this.repository.loadStepEnds(host.id, axis, counters, maxGapMs) : [],
    ]);
    return {
      hostId: host.id,
      fromMs: axis.startMs,
      toMs: query.toMs,
      stepMs: axis.stepMs,
      t: stepStarts(axis),
      series: query.metrics.map((metric) =>
        metric.kind === "gauge"
          ? gaugeSeries(metric, steps, gauges.indexOf(metric), axis)
          : counterSeries(metric, ends, counters.indexOf(metric), axis, maxGapMs),
      ),
      gaps: await this.gapsOf(host, steps, query, maxGapMs),
    };
  }

  /** Silence before the host was known, or still to come, is no gap. */
  private async gapsOf(
    host: HostRecord,
    steps: readonly StepSummary[],
    query: SeriesQuery,
    longerThanMs: number,
  ): Promise<SeriesResponse["gaps"]> {
    const knownFromMs = Math.min(host.enrolledAt.getTime(), steps[0]?.firstAtMs ?? Infinity);
    const range = {
      fromMs: Math.max(query.fromMs, knownFromMs),
      toMs: Math.min(query.toMs, this.clock.nowMs()),
    };
    if (range.fromMs >= range.toMs) return [];
    const times = steps.flatMap((step) => [
      { atMs: step.firstAtMs, epochMs: step.firstEpochMs },
      { atMs: step.lastAtMs, epochMs: step.lastEpochMs },
    ]);
    const silences = findGaps(times, { longerThanMs, range });
    if (silences.length === 0) return silences;
    const [bootsMs, recorded] = await Promise.all([
      this.hosts.bootTimes(host, range),
      this.repository.loadRecordedGaps(host.id, range.fromMs, range.toMs),
    ]);
    return mergeRecordedGaps(findGaps(times, { longerThanMs, range, bootsMs }), recorded, longerThanMs);
  }
}

function gaugeSeries(metric: Metric, steps: readonly StepSummary[], place: number, axis: SeriesAxis): Series {
  const series = emptySeries(metric, metric.unit, axis);
  for (const { index, gauges } of steps) {
    series.avg[index] = gauges[place]?.avg ?? null;
    series.min[index] = gauges[place]?.min ?? null;
    series.max[index] = gauges[place]?.max ?? null;
  }
  return series;
}

/** A step's rate is the mean since the last sample of the step before. */
function counterSeries(
  metric: Metric,
  ends: readonly StepEnd[],
  place: number,
  axis: SeriesAxis,
  maxGapMs: number,
): Series {
  const series = emptySeries(metric, `${metric.unit}/s`, axis);
  const points = ends.map(({ atMs, values }) => ({ atMs, value: values[place] ?? null }));
  const rates = counterRates(points, { maxGapMs });
  for (const [order, { index }] of ends.entries()) {
    if (index < 0) continue;
    const rate = rates[order] ?? null;
    series.avg[index] = rate;
    series.min[index] = rate;
    series.max[index] = rate;
  }
  return series;
}

function emptySeries(metric: Metric, unit: string, { count }: SeriesAxis): Series {
  const nulls = () => Array<number | null>(count).fill(null);
  return { metric: metric.name, kind: metric.kind, unit, avg: nulls(), min: nulls(), max: nulls() };
}
