import type { Role } from "@fourtuple/contracts/web";
import { type CanActivate, type ExecutionContext, Injectable } from "@nestjs/common";
import { Reflector } from "@nestjs/core";
import type { Request } from "express";
import { ForbiddenError } from "../errors/app-error.js";
import { PUBLIC, ROLES } from "./access.decorators.js";
import { type Authenticated, callerOf, setCaller } from "./authenticated.js";
import { SessionsService } from "./sessions.service.js";

/** Guards every route and every message of a socket: without a session only what is @Public() is reached. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionsService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const places = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, places)) return true;
    const caller = await this.findCaller(context);
    const roles = this.reflector.getAllAndOverride<readonly Role[] | undefined>(ROLES, places);
    if (roles && !roles.includes(caller.user.role)) throw new ForbiddenError();
    return true;
  }

  /** A socket's caller was found when it opened; it is closed when the session ends. */
  private async findCaller(context: ExecutionContext): Promise<Authenticated> {
    if (context.getType() === "ws") return callerOf(context.switchToWs().getClient<object>());
    const request = context.switchToHttp().getRequest<Request>();
    const caller = await this.sessions.authenticate(request.headers.cookie);
    setCaller(request, caller);
    return caller;
  }
}
