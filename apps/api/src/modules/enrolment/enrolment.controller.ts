import {
  type CreatedToken,
  type CreateToken,
  createdTokenSchema,
  createTokenRequestSchema,
  type TokensResponse,
  tokensResponseSchema,
} from "@fourtuple/contracts/web";
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from "@nestjs/common";
import { z } from "zod";
import { Roles } from "../../platform/auth/access.decorators.js";
import { type Authenticated, Caller } from "../../platform/auth/authenticated.js";
import { Describe } from "../../platform/openapi/describe.decorator.js";
import { EnrolmentService } from "./enrolment.service.js";

const tokenParamsSchema = z.object({ id: z.uuid("must be the id of a token, a UUID") });
type TokenParams = z.infer<typeof tokenParamsSchema>;

@Controller("api/v1/enrolment-tokens")
@Roles("admin")
export class EnrolmentController {
  constructor(private readonly enrolment: EnrolmentService) {}

  @Post()
  @HttpCode(201)
  @Describe({
    summary: "Make a one-use token that lets one agent become a host; it is shown this once",
    answer: createdTokenSchema,
    status: 201,
  })
  async create(
    @Body({ schema: createTokenRequestSchema }) body: CreateToken,
    @Caller() caller: Authenticated,
  ): Promise<CreatedToken> {
    return this.enrolment.createToken(body, caller.user);
  }

  @Get()
  @Describe({ summary: "The enrolment tokens of the last 24 hours", answer: tokensResponseSchema })
  async list(): Promise<TokensResponse> {
    return this.enrolment.list();
  }

  @Delete(":id")
  @HttpCode(204)
  @Describe({ summary: "Withdraw a token that nobody has used" })
  async withdraw(@Param({ schema: tokenParamsSchema }) { id }: TokenParams): Promise<void> {
    await this.enrolment.withdraw(id);
  }
}
