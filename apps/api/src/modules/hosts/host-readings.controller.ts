import {
  type ConditionResponse,
  conditionResponseSchema,
  type NamespacesResponse,
  namespacesResponseSchema,
  type TopListsResponse,
  topListsResponseSchema,
} from "@fourtuple/contracts/web";
import { Controller, Get, Param, Query } from "@nestjs/common";
import { z } from "zod";
import { Describe } from "../../platform/openapi/describe.decorator.js";
import { type HostParams, hostParamsSchema } from "./host-params.js";
import { HostReports } from "./host-reports.service.js";
import { HostsService } from "./hosts.service.js";
import { TopListsService } from "./top-lists.service.js";

const topListsParametersSchema = z.object({
  at: z
    .string("give it once")
    .regex(/^\d{1,15}$/, "must be ms since 1970")
    .transform(Number)
    .optional()
    .describe("The newest recorded lists that are not after this time, ms since 1970; now by default"),
});
type TopListsParameters = z.output<typeof topListsParametersSchema>;

/** What is known of a host beside its samples. */
@Controller("api/v1/hosts")
export class HostReadingsController {
  constructor(
    private readonly hosts: HostsService,
    private readonly reports: HostReports,
    private readonly topLists: TopListsService,
  ) {}

  @Get(":id/top-lists")
  @Describe({
    summary: "Who holds the sockets of a host: the newest of each census",
    answer: topListsResponseSchema,
  })
  async listTop(
    @Param({ schema: hostParamsSchema }) { id }: HostParams,
    @Query({ schema: topListsParametersSchema }) { at }: TopListsParameters,
  ): Promise<TopListsResponse> {
    await this.hosts.get(id);
    return this.topLists.newest(id, at ?? null);
  }

  @Get(":id/condition")
  @Describe({
    summary: "How the agent of a host is: its budget, its limits, its spool",
    answer: conditionResponseSchema,
  })
  async condition(@Param({ schema: hostParamsSchema }) { id }: HostParams): Promise<ConditionResponse> {
    await this.hosts.get(id);
    return this.reports.condition(id);
  }

  @Get(":id/namespaces")
  @Describe({ summary: "The other network namespaces of a host", answer: namespacesResponseSchema })
  async namespaces(@Param({ schema: hostParamsSchema }) { id }: HostParams): Promise<NamespacesResponse> {
    await this.hosts.get(id);
    return this.reports.namespaces(id);
  }
}
