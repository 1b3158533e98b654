import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findPortOwner, parseListenerInodes } from "./port-owner.js";

const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1248 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4242 1 x
   1: 0100007F:1248 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 4343 1 x
   2: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4444 1 x
`;

test("only sockets that listen on the port count", () => {
  expect(parseListenerInodes(TCP, 4680)).toEqual(["4242"]);
  expect(parseListenerInodes(TCP, 22)).toEqual(["4444"]);
  expect(parseListenerInodes("garbage\n\n", 22)).toEqual([]);
});

test("the program that listens is named", () => {
  const proc = mkdtempSync(join(tmpdir(), "fourtuple-proc-"));
  mkdirSync(join(proc, "net"));
  mkdirSync(join(proc, "812/fd"), { recursive: true });
  writeFileSync(join(proc, "net/tcp"), TCP);
  writeFileSync(join(proc, "812/comm"), "nginx\n");
  symlinkSync("socket:[4242]", join(proc, "812/fd/6"));
  expect(findPortOwner(4680, proc)).toBe("nginx, process 812");
  expect(findPortOwner(22, proc)).toBeNull();
  rmSync(proc, { recursive: true });
});

test.runIf(process.platform === "linux")("a real listener of our own is found", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  expect(findPortOwner(port)).toContain(`process ${process.pid}`);
  server.close();
});
