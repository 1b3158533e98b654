import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spoiltFile } from "../../test/spoil.js";
import { nameCgroup } from "./cgroup-names.js";

const ID = "0a1b2c3d4e5f".repeat(6).slice(0, 64);
const texts = [
  "0::/system.slice/nginx.service\n",
  `0::/system.slice/docker-${ID}.scope\n`,
  `12:pids:/docker/${ID}\n1:name=systemd:/docker/${ID}\n0::/\n`,
  `0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-${ID}.scope\n`,
  "0::/lxc.payload.web\\x2d1/system.slice/ssh.service\n",
  "0::/machine.slice/systemd-nspawn@db.service/payload\n",
];

describe("/proc/PID/cgroup that is not what it should be", () => {
  it("gives names that are short and printable, or null", () => {
    fc.assert(
      fc.property(spoiltFile(texts), ({ text }) => {
        for (const name of Object.values(nameCgroup(text))) {
          if (name === null) continue;
          expect(name.length).toBeLessThanOrEqual(255);
          expect(name).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["as many levels as fit", `0::${"/a".repeat(32_000)}\n`],
    ["almost a unit, again and again", `0::/${"systemd-nspawn@".repeat(4_000)}\n`],
    ["almost an id, again and again", `0::/${`${ID.slice(1)}-`.repeat(1_000)}\n`],
    ["as many hierarchies as fit", "1::/\n".repeat(13_000)],
  ])("is read in no time when it has %s", (_name, text) => {
    expect(Object.values(nameCgroup(text)).every((name) => name === null || name.length <= 255)).toBe(true);
  });
});
