import {
  type HostsResponse,
  hostsResponseSchema,
  type LatestResponse,
  latestResponseSchema,
  type SysctlsResponse,
  sysctlsResponseSchema,
} from "@fourtuple/contracts/web";
import { Controller, Get, Param } from "@nestjs/common";
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

  @Get(":id/sysctls")
  @Describe({ summary: "The kernel settings of a host and their changes", answer: sysctlsResponseSchema })
  async listSysctls(@Param({ schema: hostParamsSchema }) { id }: HostParams): Promise<SysctlsResponse> {
    await this.hosts.get(id);
    return this.sysctls.list(id);
  }
}
