import { createRequire } from "node:module";
import { dirname } from "node:path";
import { Controller, Get, Header, Param, Res } from "@nestjs/common";
import { DiscoveryService } from "@nestjs/core";
import type { Response } from "express";
import { SessionsService } from "../auth/sessions.service.js";
import { NotFoundError } from "../errors/app-error.js";
import { openApiDocument } from "./openapi-document.js";

const require = createRequire(import.meta.url);
/** The only files of swagger-ui-dist that its page needs. */
const ASSETS: ReadonlySet<string> = new Set(["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"]);

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Fourtuple API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
<link rel="icon" href="/api/docs/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;
const START = `SwaggerUIBundle({ url: "/api/v1/openapi.json", dom_id: "#swagger-ui", validatorUrl: null });\n`;

/** The OpenAPI document and a page to read and try it. Nothing of it is built before it is asked for. */
@Controller("api")
export class DocsController {
  private document: ReturnType<typeof openApiDocument> | null = null;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly sessions: SessionsService,
  ) {}

  @Get("v1/openapi.json")
  openApi(): ReturnType<typeof openApiDocument> {
    const controllers = this.discovery.getControllers().flatMap(({ metatype }) => metatype ?? []);
    this.document ??= openApiDocument(controllers as never, this.sessions.cookie.name, "1");
    return this.document;
  }

  @Get("docs")
  @Header("content-type", "text/html; charset=utf-8")
  page(): string {
    return PAGE;
  }

  @Get("docs/start.js")
  @Header("content-type", "text/javascript; charset=utf-8")
  start(): string {
    return START;
  }

  @Get("docs/:file")
  asset(@Param("file") file: string, @Res() response: Response): void {
    if (!ASSETS.has(file)) throw new NotFoundError("There is no such file.");
    response.sendFile(file, { root: dirname(require.resolve("swagger-ui-dist/package.json")) });
  }
}
