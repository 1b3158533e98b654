import {
  type ChangeHostRequest,
  changeHostRequestSchema,
  type HostSummary,
  type HostsResponse,
  hostSummarySchema,
  hostsResponseSchema,
  type LatestResponse,
  latestResponseSchema,
  type SysctlsResponse,
  sysctlsResponseSchema,
} from "@fourtuple/contracts/web";
import { Body, Controller, Get, HttpCode, Param, Patch, Post } from "@nestjs/common";
import { Roles } from "../../platform/auth/access.decorators.js";
import { Describe } from "../../platform/openapi/describe.decorator.js";
import { type HostParams, hostParamsSchema } from "./host-params.js";
import { HostsService } from "./hosts.service.js";
import { SysctlsService } from "./sysctls.service.js";

@Controller("api/v1/hosts")
export class HostsController {
  constructor(
    private readonly hosts: HostsService,
    private readonly sysctls: SysctlsService,
  ) {}

  @Get()
  @Describe({ summary: "Every host with its newest states", answer: hostsResponseSchema })
  async list(): Promise<HostsResponse> {
    return this.hosts.list();
  }

  @Get(":id/latest")
  @Describe({ summary: "The newest sample of a host, whole", answer: latestResponseSchema })
  async latest(@Param({ schema: hostParamsSchema }) { id }: HostParams): Promise<LatestResponse> {
    return this.hosts.latest(id);
  }

  @Patch(":id")
  @Roles("admin")
  @Describe({ summary: "Give a host another name or other labels", answer: hostSummarySchema })
  async change(
    @Param({ schema: hostParamsSchema }) { id }: HostParams,
    @Body({ schema: changeHostRequestSchema }) body: ChangeHostRequest,
  ): Promise<HostSummary> {
    return this.hosts.change(id, body);
  }

  @Post(":id/revoke")
  @Roles("admin")
  @HttpCode(204)
  @Describe({ summary: "Take a host's credential back: its agent is disconnected and not let in again" })
  async revoke(@Param({ schema: hostParamsSchema }) { id }: HostParams): Promise<void> {
    await this.hosts.revoke(id);
  }

  @Get(":id/sysctls")
  @Describe({ summary: "The kernel settings of a host and their changes", answer: sysctlsResponseSchema })
  async listSysctls(@Param({ schema: hostParamsSchema }) { id }: HostParams): Promise<SysctlsResponse> {
    await this.hosts.get(id);
    return this.sysctls.list(id);
  }
}
