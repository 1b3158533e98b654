import { describe, expect, it } from "vitest";
import { nameCgroup } from "./cgroup-names.js";

const ID = "0123456789abcdef".repeat(4);
const SHORT = "0123456789ab";

describe("nameCgroup", () => {
  it.each([
    ["a systemd service", "0::/system.slice/nginx.service", "nginx.service", null],
    ["a template of one", "0::/system.slice/system-pg.slice/pg@16-main.service", "pg@16-main.service", null],
    ["a login", "0::/user.slice/user-1000.slice/session-3.scope", "session-3.scope", null],
    [
      "a service of a user",
      "0::/user.slice/user-1000.slice/user@1000.service/app.slice/sync.service",
      "sync.service",
      null,
    ],
    ["docker with systemd", `0::/system.slice/docker-${ID}.scope`, null, SHORT],
    ["docker without", `0::/docker/${ID}`, null, SHORT],
    ["podman", `0::/machine.slice/libpod-${ID}.scope/container`, null, SHORT],
    ["the monitor beside podman's container", `0::/machine.slice/libpod-conmon-${ID}.scope`, null, null],
    [
      "podman of a user",
      `0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${ID}.scope/container`,
      "user@1000.service",
      SHORT,
    ],
    [
      "a pod by containerd",
      `0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1a2b.slice/cri-containerd-${ID}.scope`,
      null,
      SHORT,
    ],
    ["a pod by cri-o", `0::/kubepods.slice/kubepods-pod1a2b.slice/crio-${ID}.scope`, null, SHORT],
    ["a pod with cgroupfs", `0::/kubepods/besteffort/pod1a2b-3c/${ID}`, null, SHORT],
    [
      "containerd by name of its slice",
      `0::/system.slice/x.service/kubepods:cri-containerd:${ID}`,
      "x.service",
      SHORT,
    ],
    ["a service inside a container", `0::/docker/${ID}/system.slice/cron.service`, "cron.service", SHORT],
    ["a container inside a container", `0::/docker/${"f".repeat(64)}/docker/${ID}`, null, SHORT],
    ["LXC", "0::/lxc.payload.web/system.slice/ssh.service", "ssh.service", "web"],
    ["older LXC", "0::/lxc/mail", null, "mail"],
    ["nspawn", "0::/machine.slice/systemd-nspawn@db.service/payload", "systemd-nspawn@db.service", "db"],
    [
      "machined",
      "0::/machine.slice/machine-qemu\\x2d1\\x2dvm.scope",
      "machine-qemu\\x2d1\\x2dvm.scope",
      "qemu-1-vm",
    ],
    ["a unit that is gone", "0::/system.slice/old.service (deleted)", "old.service", null],
    ["a cgroup namespace from outside", "0::/../../system.slice/cron.service", "cron.service", null],
    ["the root", "0::/", null, null],
    ["nothing", "", null, null],
    ["noise", "\0\xff:::\n0::", null, null],
  ])("knows %s", (_, text, unit, container) => {
    expect(nameCgroup(`${text}\n`)).toEqual({ unit, container });
  });

  it("finds on older hierarchies what the unified one does not say", () => {
    const text = `12:pids:/docker/${ID}\n1:name=systemd:/system.slice/web.service\n0::/\n`;
    expect(nameCgroup(text)).toEqual({ unit: "web.service", container: SHORT });
  });

  it("cuts a name that is too long and shows what cannot be printed", () => {
    const { unit } = nameCgroup(`0::/${"a".repeat(400)}.service\n`);
    expect(unit).toHaveLength(255);
    expect(nameCgroup("0::/a\x1b[31m\xff.service\n").unit).toBe("a\ufffd[31m\ufffd.service");
  });
});
