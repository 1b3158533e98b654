import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { repository } from "./toy-workspace.js";

const project = join(repository, "libs/core/tsconfig.build.json");

/** What the compiler says about a file as if it lay in libs/core/src, by the settings libs/core is built with. */
function compileInCore(source: string): readonly string[] {
  const { config } = ts.readConfigFile(project, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(repository, "libs/core"));
  const planted = join(repository, "libs/core/src/planted.ts");
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, version, ...rest) =>
    name === planted
      ? ts.createSourceFile(name, source, version)
      : getSourceFile.call(host, name, version, ...rest);
  host.fileExists = (name) => name === planted || ts.sys.fileExists(name);
  const program = ts.createProgram([planted], { ...options, noEmit: true }, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, " "));
}

test.each([
  ["setTimeout", "setTimeout(() => undefined, 1);"],
  ["setInterval", "setInterval(() => undefined, 1);"],
  ["process", "export const pid = process.pid;"],
  ["node:fs", 'import { readFileSync } from "node:fs"; export const read = readFileSync;'],
  ["Buffer", "export const bytes = Buffer.alloc(1);"],
  ["console", 'console.log("x");'],
  ["fetch", 'export const page = fetch("http://127.0.0.1");'],
  ["document", "export const page = document;"],
  ["performance", "export const at = performance.now();"],
  ["crypto", "export const id = crypto.randomUUID();"],
])("libs/core does not compile with %s", (name, source) => {
  const messages = compileInCore(source);
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain(name);
});

test("libs/core compiles with the language alone", () => {
  expect(
    compileInCore("export const sum = (a: number, b: number) => new Map([[a, Math.max(a, b)]]);"),
  ).toEqual([]);
});
