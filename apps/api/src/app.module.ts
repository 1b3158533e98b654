import { type DynamicModule, Module } from "@nestjs/common";
import { APP_FILTER, APP_PIPE } from "@nestjs/core";
import { DownloadsModule } from "./modules/downloads/downloads.module.js";
import { EnrolmentModule } from "./modules/enrolment/enrolment.module.js";
import { HealthModule } from "./modules/health/health.module.js";
import { HistoryModule } from "./modules/history/history.module.js";
import { HostsModule } from "./modules/hosts/hosts.module.js";
import { IngestModule } from "./modules/ingest/ingest.module.js";
import { LiveModule } from "./modules/live/live.module.js";
import { UsersModule } from "./modules/users/users.module.js";
import { AuthModule } from "./platform/auth/auth.module.js";
import { ProblemFilter } from "./platform/errors/problem.filter.js";
import { ContractPipe } from "./platform/errors/validation.js";
import { OpenApiModule } from "./platform/openapi/openapi.module.js";
import { StaticUiModule } from "./platform/static-ui/static-ui.module.js";
import { type Surroundings, surroundingsModule } from "./platform/surroundings.module.js";

@Module({
  imports: [
    StaticUiModule,
    AuthModule,
    HealthModule,
    UsersModule,
    HostsModule,
    EnrolmentModule,
    DownloadsModule,
    HistoryModule,
    LiveModule,
    IngestModule,
    OpenApiModule,
  ],
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useClass: ContractPipe },
  ],
})
class AppModule {}

/** The whole server. */
export function appModule(surroundings: Surroundings): DynamicModule {
  return { module: AppModule, imports: [surroundingsModule(surroundings)] };
}
