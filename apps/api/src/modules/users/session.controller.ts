import {
  type LoginRequest,
  loginRequestSchema,
  type SessionResponse,
  sessionResponseSchema,
} from "@fourtuple/contracts/web";
import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from "@nestjs/common";
import type { Request, Response } from "express";
import { Public } from "../../platform/auth/access.decorators.js";
import { type Authenticated, Caller } from "../../platform/auth/authenticated.js";
import { SessionsService } from "../../platform/auth/sessions.service.js";
import { Describe } from "../../platform/openapi/describe.decorator.js";
import { LoginService } from "./login.service.js";
import { sendSession, sessionResponse, visitorOf } from "./session-response.js";

@Controller("api/v1/session")
export class SessionController {
  constructor(
    private readonly logins: LoginService,
    private readonly sessions: SessionsService,
  ) {}

  @Post()
  @Public()
  @HttpCode(200)
  @Describe({ summary: "Log in", answer: sessionResponseSchema })
  async login(
    @Body({ schema: loginRequestSchema }) body: LoginRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionResponse> {
    const started = await this.logins.login(body, visitorOf(request));
    return sendSession(response, this.sessions.cookie, started);
  }

  @Get()
  @Describe({ summary: "Who is logged in", answer: sessionResponseSchema })
  current(@Caller() caller: Authenticated): SessionResponse {
    return sessionResponse(caller);
  }

  @Delete()
  @HttpCode(204)
  @Describe({ summary: "Log out: the session ends at once, with its live connections" })
  async logout(
    @Caller() caller: Authenticated,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.sessions.end(caller.sessionId);
    response.clearCookie(this.sessions.cookie.name, this.sessions.cookie.options);
  }
}
