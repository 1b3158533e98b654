import { describe, expect, it } from "vitest";
import { describeCgroup } from "./describe-cgroup";

const ID = "3f2a9c1b7d4e".padEnd(64, "0");
const POD = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

describe("describeCgroup", () => {
  it.each([
    ["/system.slice/nginx.service", "service", "nginx.service", null],
    ["/system.slice/system-getty.slice/getty@tty1.service", "service", "getty@tty1.service", null],
    ["/system.slice/foo.service/worker/3", "service", "foo.service", null],
    ["/user.slice/user-1000.slice/session-3.scope", "session", "session-3.scope", "uid 1000"],
    [
      "/user.slice/user-1000.slice/user@1000.service/app.slice/app-org.gnome.Terminal.slice/vte-spawn-1.scope",
      "scope",
      "vte-spawn-1.scope",
      "uid 1000",
    ],
    [
      "/user.slice/user-1000.slice/user@1000.service/app.slice/sync.service",
      "service",
      "sync.service",
      "uid 1000",
    ],
    ["/system.slice/dev\\x2ddisk.service", "service", "dev-disk.service", null],
    ["/machine.slice", "slice", "machine.slice", null],
    ["/init.scope", "scope", "init.scope", null],
    ["/my/own/group", "group", "group", null],
  ])("calls %s a %s named %s", (path, kind, name, of) => {
    expect(describeCgroup({ id: "7", path })).toEqual({ kind, name, of });
  });

  it.each([
    [`/system.slice/docker-${ID}.scope`, "docker 3f2a9c1b7d4e"],
    [`/docker/${ID}`, "docker 3f2a9c1b7d4e"],
    [`/machine.slice/libpod-${ID}.scope`, "podman 3f2a9c1b7d4e"],
    [`/system.slice/docker-${ID}.scope/system.slice/nginx.service`, "docker 3f2a9c1b7d4e"],
    ["/lxc/web1", "lxc web1"],
    ["/lxc.payload.web1/system.slice/nginx.service", "lxc web1"],
  ])("finds the container in %s", (path, name) => {
    expect(describeCgroup({ id: "7", path })).toEqual({ kind: "container", name, of: null });
  });

  it.each([
    `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${POD.replaceAll("-", "_")}.slice/cri-containerd-${ID}.scope`,
    `/kubepods/burstable/pod${POD}/${ID}`,
  ])("finds the pod as well in %s", (path) => {
    expect(describeCgroup({ id: "7", path })).toMatchObject({ kind: "container", of: "pod 0f1e2d3c" });
  });

  it("tells the root from one that is gone", () => {
    expect(describeCgroup({ id: "7", path: "/" }).kind).toBe("root");
    expect(describeCgroup({ id: "1", path: null }).kind).toBe("root");
    expect(describeCgroup({ id: "7", path: null }).kind).toBe("gone");
  });
});
