import { type CanActivate, type ExecutionContext, Injectable } from "@nestjs/common";
import type { Request } from "express";
import { ForeignOriginError } from "../errors/app-error.js";
import { OriginPolicy } from "./origin-policy.js";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Refuses changes that a page of another origin asks for, beside the cookie's SameSite=Strict. */
@Injectable()
export class OriginGuard implements CanActivate {
  constructor(private readonly origins: OriginPolicy) {}

  canActivate(context: ExecutionContext): boolean {
    // A socket's origin is judged once, before it opens.
    if (context.getType() === "ws") return true;
    const request = context.switchToHttp().getRequest<Request>();
    if (SAFE_METHODS.has(request.method) || this.origins.allowsChange(request.headers)) return true;
    throw new ForeignOriginError();
  }
}
