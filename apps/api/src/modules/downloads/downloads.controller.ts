import { Controller, Get, Header, Param, Res } from "@nestjs/common";
import type { Response } from "express";
import { Public } from "../../platform/auth/access.decorators.js";
import { downloadType } from "./download-types.js";
import { DownloadsService } from "./downloads.service.js";

/** What a new host fetches before anyone there can log in. Nothing here is secret. */
@Controller("agent")
@Public()
export class DownloadsController {
  constructor(private readonly downloads: DownloadsService) {}

  @Get("install.sh")
  @Header("cache-control", "no-cache")
  @Header("content-type", downloadType("install.sh"))
  async install(): Promise<string> {
    return this.downloads.readScript("install.sh");
  }

  @Get("uninstall.sh")
  @Header("cache-control", "no-cache")
  @Header("content-type", downloadType("uninstall.sh"))
  async uninstall(): Promise<string> {
    return this.downloads.readScript("uninstall.sh");
  }

  @Get(":file")
  async file(@Param("file") name: string, @Res() response: Response): Promise<void> {
    const root = await this.downloads.find(name);
    response.type(downloadType(name));
    response.setHeader("cache-control", "no-cache");
    await sendFile(response, name, root);
  }
}

/** Streams; answers ranges and If-None-Match. A reader that goes away is no fault. */
function sendFile(response: Response, name: string, root: string): Promise<void> {
  return new Promise((settle, fail) => {
    response.sendFile(name, { root, cacheControl: false }, (error) =>
      error && !response.headersSent ? fail(error) : settle(),
    );
  });
}
