import {
  type SessionResponse,
  type SetupRequest,
  type SetupStatus,
  sessionResponseSchema,
  setupRequestSchema,
  setupStatusSchema,
} from "@fourtuple/contracts/web";
import { Body, Controller, Get, HttpCode, Post, Req, Res } from "@nestjs/common";
import type { Request, Response } from "express";
import { Public } from "../../platform/auth/access.decorators.js";
import { SessionsService } from "../../platform/auth/sessions.service.js";
import { Describe } from "../../platform/openapi/describe.decorator.js";
import { sendSession, visitorOf } from "./session-response.js";
import { SetupService } from "./setup.service.js";

@Controller("api/v1/setup")
export class SetupController {
  constructor(
    private readonly setup: SetupService,
    private readonly sessions: SessionsService,
  ) {}

  @Get()
  @Public()
  @Describe({ summary: "Whether the first admin is still to be made", answer: setupStatusSchema })
  async status(): Promise<SetupStatus> {
    return { needed: await this.setup.isNeeded() };
  }

  @Post()
  @Public()
  @HttpCode(201)
  @Describe({
    summary: "Make the first admin by the one-time link, and log in",
    answer: sessionResponseSchema,
    status: 201,
  })
  async makeFirstAdmin(
    @Body({ schema: setupRequestSchema }) body: SetupRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionResponse> {
    const started = await this.setup.makeFirstAdmin(body, visitorOf(request));
    return sendSession(response, this.sessions.cookie, started);
  }
}
