import { type SeriesResponse, seriesResponseSchema } from "@fourtuple/contracts/web";
import { Controller, Get, Param, Query } from "@nestjs/common";
import { Describe } from "../../platform/openapi/describe.decorator.js";
import { type HostParams, hostParamsSchema } from "../hosts/host-params.js";
import { HistoryService } from "./history.service.js";
import { type SeriesParameters, seriesParametersSchema } from "./series-query.js";

@Controller("api/v1/hosts")
export class HistoryController {
  constructor(private readonly history: HistoryService) {}

  @Get(":id/series")
  @Describe({
    summary: "The history of some metrics of a host, on one time axis",
    answer: seriesResponseSchema,
  })
  async series(
    @Param({ schema: hostParamsSchema }) { id }: HostParams,
    @Query({ schema: seriesParametersSchema }) parameters: SeriesParameters,
  ): Promise<SeriesResponse> {
    return this.history.load(id, parameters);
  }
}
