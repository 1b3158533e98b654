import { Inject, Module, type OnModuleInit } from "@nestjs/common";
import { LOG, type Log } from "../../../platform/logging/logger.js";
import { LiveHub } from "./live-hub.service.js";
import { RecentSamplesRepository } from "./recent-samples.repository.js";

/** What sparklines need and no more: start is to be fast. */
const RESTORED_PER_HOST = 60;

@Module({ providers: [LiveHub, RecentSamplesRepository], exports: [LiveHub] })
export class LiveHubModule implements OnModuleInit {
  constructor(
    private readonly hub: LiveHub,
    private readonly recent: RecentSamplesRepository,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** A failure is no reason not to start: the next samples fill the rings. */
  async onModuleInit(): Promise<void> {
    try {
      const byHost = await this.recent.loadRecent(RESTORED_PER_HOST);
      for (const [hostId, samples] of byHost) this.hub.restore(hostId, samples);
    } catch (error) {
      this.log.warn({ err: error }, "the newest samples could not be loaded; live views start empty");
    }
  }
}
