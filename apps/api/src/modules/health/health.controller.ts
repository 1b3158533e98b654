import { Controller, Get } from "@nestjs/common";
import { z } from "zod";
import { Public } from "../../platform/auth/access.decorators.js";
import { NotReadyError } from "../../platform/errors/app-error.js";
import { Describe } from "../../platform/openapi/describe.decorator.js";
import { HealthRepository } from "./health.repository.js";

const healthSchema = z.object({ status: z.literal("ok") });
const OK = { status: "ok" } as const;

@Controller()
export class HealthController {
  constructor(private readonly repository: HealthRepository) {}

  @Get("livez")
  @Public()
  @Describe({ summary: "The process is up", answer: healthSchema })
  live(): typeof OK {
    return OK;
  }

  @Get("readyz")
  @Public()
  @Describe({ summary: "The database can be reached and has its tables", answer: healthSchema })
  async ready(): Promise<typeof OK> {
    if (!(await this.repository.hasTables())) throw new NotReadyError();
    return OK;
  }
}
