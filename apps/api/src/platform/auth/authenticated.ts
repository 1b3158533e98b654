import type { User } from "@fourtuple/contracts/web";
import { createParamDecorator, type ExecutionContext } from "@nestjs/common";
import type { Request } from "express";
import { UnauthenticatedError } from "../errors/app-error.js";

/** Who is calling, and by which session. */
export interface Authenticated {
  readonly sessionId: string;
  readonly user: User;
  /** The session ends at this time whatever happens, ms since 1970. */
  readonly expiresAtMs: number;
}

const callers = new WeakMap<object, Authenticated>();

/** Remembers who was found behind a request or a socket. */
export function setCaller(requestOrSocket: object, caller: Authenticated): void {
  callers.set(requestOrSocket, caller);
}

/** @throws UnauthenticatedError when nobody was found behind it. */
export function callerOf(requestOrSocket: object): Authenticated {
  const caller = callers.get(requestOrSocket);
  if (!caller) throw new UnauthenticatedError();
  return caller;
}

/** Handler argument: the caller of a route that is not public. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  callerOf(context.switchToHttp().getRequest<Request>()),
);
