import { Global, Module } from "@nestjs/common";
import { APP_GUARD } from "@nestjs/core";
import { OriginGuard } from "./origin.guard.js";
import { OriginPolicy } from "./origin-policy.js";
import { SessionGuard } from "./session.guard.js";
import { SessionsRepository } from "./sessions.repository.js";
import { SessionsService } from "./sessions.service.js";

/** Guards run in this order on every route. */
const GUARDS = [
  { provide: APP_GUARD, useClass: OriginGuard },
  { provide: APP_GUARD, useClass: SessionGuard },
];

@Global()
@Module({
  providers: [OriginPolicy, SessionsRepository, SessionsService, ...GUARDS],
  exports: [OriginPolicy, SessionsService],
})
export class AuthModule {}
