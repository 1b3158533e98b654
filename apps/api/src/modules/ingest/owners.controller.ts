import { type OwnersResponse, ownersResponseSchema } from "@fourtuple/contracts/web";
import { Controller, HttpCode, Param, Post } from "@nestjs/common";
import { Roles } from "../../platform/auth/access.decorators.js";
import { Describe } from "../../platform/openapi/describe.decorator.js";
import { type HostParams, hostParamsSchema } from "../hosts/host-params.js";
import { OwnersService } from "./owners.service.js";

@Controller("api/v1/hosts")
export class OwnersController {
  constructor(private readonly owners: OwnersService) {}

  /** Not for viewers: it makes the host work, and names its processes. */
  @Post(":id/owners")
  @Roles("operator", "admin")
  @HttpCode(200)
  @Describe({
    summary: "Ask the agent of a host which processes hold the sockets of the top lists, now",
    answer: ownersResponseSchema,
  })
  async ask(@Param({ schema: hostParamsSchema }) { id }: HostParams): Promise<OwnersResponse> {
    return this.owners.ask(id);
  }
}
