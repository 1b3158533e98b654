import { problemSchema } from "@fourtuple/contracts/web";
import { RequestMethod } from "@nestjs/common";
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from "@nestjs/common/constants.js";
import { RouteParamtypes } from "@nestjs/common/internal";
import { z } from "zod";
import { PUBLIC } from "../auth/access.decorators.js";
import { DESCRIPTION, type RouteDescription } from "./describe.decorator.js";

type JsonSchema = Record<string, unknown>;
type Controller = abstract new (...args: never[]) => unknown;

interface Argument {
  readonly data?: unknown;
  readonly schema?: z.ZodType;
}

/** @returns the OpenAPI 3.1 document of every described route of `controllers`. */
export function openApiDocument(controllers: readonly Controller[], cookieName: string, version: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { path, method, operation } of controllers.flatMap(operationsOf)) {
    paths[path] = { ...paths[path], [method]: operation };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Fourtuple",
      version,
      description:
        "Socket states and TCP counters of hosts. Times are ms since 1970 unless they are ISO 8601 text.",
    },
    paths,
    components: {
      securitySchemes: { session: { type: "apiKey", in: "cookie", name: cookieName } },
      schemas: { Problem: jsonSchemaOf(problemSchema, "output") },
    },
  };
}

function operationsOf(controller: Controller) {
  const prototype: Record<string, unknown> = controller.prototype;
  const prefix: string = Reflect.getMetadata(PATH_METADATA, controller) ?? "";
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (typeof handler !== "function") return [];
    const description: RouteDescription | undefined = Reflect.getMetadata(DESCRIPTION, handler);
    if (!description) return [];
    const parts = [prefix, Reflect.getMetadata(PATH_METADATA, handler)].map(trimSlashes);
    const path = `/${parts.filter((part) => part !== "").join("/")}`;
    const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler)]?.toLowerCase() ?? "get";
    const args: Record<string, Argument> = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {};
    const isPublic = Reflect.getMetadata(PUBLIC, handler) === true;
    return [
      { path: path.replace(/:(\w+)/g, "{$1}"), method, operation: operationOf(description, args, isPublic) },
    ];
  });
}

function trimSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, "");
}

function operationOf(
  description: RouteDescription,
  args: Readonly<Record<string, Argument>>,
  isPublic: boolean,
) {
  const body = argumentOf(args, RouteParamtypes.BODY);
  const parameters = [
    ...parametersOf(argumentOf(args, RouteParamtypes.PARAM), "path"),
    ...parametersOf(argumentOf(args, RouteParamtypes.QUERY), "query"),
  ];
  return {
    summary: description.summary,
    security: isPublic ? [] : [{ session: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: jsonContent(jsonSchemaOf(body, "input")) } } : {}),
    responses: responsesOf(description),
  };
}

/** Nest keys a handler's arguments by "kind:position". */
function argumentOf(args: Readonly<Record<string, Argument>>, kind: RouteParamtypes): z.ZodType | undefined {
  return Object.entries(args).find(([key, { schema }]) => schema && key.startsWith(`${kind}:`))?.[1].schema;
}

function parametersOf(schema: z.ZodType | undefined, place: "path" | "query") {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchemaOf(schema, "input") as {
    properties?: Record<string, JsonSchema>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description, ...property }]) => ({
    name,
    in: place,
    required: required.includes(name),
    ...(description ? { description } : {}),
    schema: property,
  }));
}

function responsesOf({ answer, status }: RouteDescription) {
  const good = status ?? (answer ? 200 : 204);
  const content = answer ? { content: jsonContent(jsonSchemaOf(answer, "output")) } : {};
  const problem = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  return {
    [good]: { description: "Done", ...content },
    default: { description: "A problem, as RFC 9457 has it", content: problem },
  };
}

function jsonContent(schema: JsonSchema) {
  return { "application/json": { schema } };
}

function jsonSchemaOf(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}
