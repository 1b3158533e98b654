import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { arch, endianness, release } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startNamespace } from "@fourtuple/testkit/namespaces";
import { scenarios } from "./scenarios.mjs";

const FIXTURES = fileURLToPath(new URL("../../fixtures/", import.meta.url));
const KERNEL_LINE = release().split(".").slice(0, 2).join(".");

function writeJson(path, value) {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}

function writeBytes(path, bytes) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

/** `LISTEN 9 8 [::1]:6379 [::]:*` → a listener; `*` is the wildcard of both families. */
function parseSsListener(line) {
  const [, acceptQueue, backlog, local] = line.trim().split(/\s+/);
  const colon = local.lastIndexOf(":");
  const address = local.slice(0, colon).replace(/^\[|\]$/g, "");
  return {
    address: address === "*" ? "::" : address,
    port: Number(local.slice(colon + 1)),
    acceptQueue: Number(acceptQueue),
    backlog: Number(backlog),
  };
}

/** Identities of the kernel: CurrEstab counts CLOSE_WAIT too, sockstat's `tw` counts what waits in TIME_WAIT. */
function describeExpected({ ssListeners }, counts) {
  const states = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  return {
    census: {
      partial: false,
      states,
      listeners: ssListeners.split("\n").filter(Boolean).map(parseSsListener),
    },
    pulse: {
      sockstat: { fields: { "TCP.tw": counts.TIME_WAIT }, skipped: [] },
      sockstat6: { fields: {}, skipped: [] },
      snmp: { fields: { "Tcp.CurrEstab": counts.ESTABLISHED + counts.CLOSE_WAIT }, skipped: [] },
      netstat: { fields: { "TcpExt.TW": counts.TIME_WAIT }, skipped: [] },
    },
  };
}

function store({ name, title }, captured, counts) {
  const folder = join(FIXTURES, `${KERNEL_LINE}-${name}`);
  rmSync(folder, { recursive: true, force: true });
  for (const { path, base64 } of captured.files) {
    writeBytes(join(folder, "proc", path), Buffer.from(base64, "base64"));
  }
  const dumps = {};
  for (const [dump, { request, datagrams }] of Object.entries(captured.dumps)) {
    const pieces = datagrams.map((base64) => Buffer.from(base64, "base64"));
    writeBytes(join(folder, "sock-diag", `${dump}.bin`), Buffer.concat(pieces));
    dumps[dump] = { request, datagramBytes: pieces.map((piece) => piece.length) };
  }
  writeJson(join(folder, "meta.json"), {
    kernel: release(),
    arch: arch(),
    endianness: endianness(),
    scenario: title,
    recordedOn: new Date().toISOString().slice(0, 10),
    dumps,
  });
  writeJson(join(folder, "expected.json"), describeExpected(captured, counts));
  return folder;
}

for (const scenario of scenarios) {
  const namespace = await startNamespace();
  try {
    await scenario.make(namespace);
    const { counts } = await namespace.ask("countBySs", {});
    const module = new URL("./capture.mjs", import.meta.url).href;
    const captured = await namespace.ask("run", { module, name: "capture", argument: null });
    process.stdout.write(`${store(scenario, captured, counts)}\n`);
  } finally {
    await namespace.close();
  }
}
