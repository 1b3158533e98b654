import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import koffi from "koffi";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { openServiceManager } from "../src/service-manager/index.js";
import { encodeSocketAddress } from "../src/service-manager/socket-address.js";

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const MSG_DONTWAIT = 0x40;

/** What systemd does: a datagram socket that is bound, and read. */
function listenOn(name: string) {
  const libc = koffi.load(null);
  const socket = libc.func("int socket(int, int, int)");
  const bind = libc.func("int bind(int, const void *, uint32_t)");
  const recv = libc.func("intptr_t recv(int, void *, size_t, int)");
  const close = libc.func("int close(int)");
  const address = encodeSocketAddress(name) ?? new Uint8Array();
  const fd = socket(AF_UNIX, SOCK_DGRAM, 0);
  onTestFinished(() => close(fd));
  expect(bind(fd, address, address.length)).toBe(0);
  return {
    /** The oldest message that waits; null when none does. */
    receive: (): string | null => {
      const buffer = Buffer.alloc(4096);
      const bytes = recv(fd, buffer, buffer.length, MSG_DONTWAIT);
      return bytes < 0 ? null : buffer.toString("utf8", 0, bytes);
    },
  };
}

async function openOrFail(name: string) {
  const opening = await openServiceManager(name);
  if (!opening.ok) throw new Error(opening.reason);
  onTestFinished(() => opening.manager.close());
  return opening.manager;
}

describe.skipIf(process.platform !== "linux")("a service manager", () => {
  const directory = mkdtempSync(join(tmpdir(), "fourtuple-notify-"));
  afterAll(() => rmSync(directory, { recursive: true }));

  it.each([join(directory, "notify"), `@fourtuple-notify-${process.pid}`])("hears on %s", async (name) => {
    const { receive } = listenOn(name);
    expect(existsSync(name)).toBe(!name.startsWith("@"));
    const manager = await openOrFail(name);
    expect(manager.notify("READY=1\nSTATUS=all is well")).toBeNull();
    expect(manager.notify("WATCHDOG=1")).toBeNull();
    expect([receive(), receive(), receive()]).toEqual(["READY=1\nSTATUS=all is well", "WATCHDOG=1", null]);
  });

  it("that does not read is not waited for", async () => {
    const name = join(directory, "deaf");
    listenOn(name);
    const manager = await openOrFail(name);
    const answers = Array.from({ length: 10_000 }, () => manager.notify("WATCHDOG=1"));
    expect(answers.at(-1)).toBe("EAGAIN");
  });

  it("that is not there is told as such, and does no harm", async () => {
    const manager = await openOrFail(join(directory, "nobody"));
    expect(manager.notify("WATCHDOG=1")).toBe("ENOENT");
    manager.close();
    manager.close();
    expect(manager.notify("WATCHDOG=1")).toBe("closed");
  });

  it("needs a name", async () => {
    expect(await openServiceManager("relative")).toMatchObject({ ok: false });
  });
});
