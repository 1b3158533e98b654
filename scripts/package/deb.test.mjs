import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { makeDeb, renderControl, writeAr } from "./deb.mjs";
import { readTar } from "./tar.mjs";

const mtime = new Date("2026-01-01T00:00:00Z");
const package_ = {
  files: [
    { path: "/usr/bin/agent", mode: 0o755, bytes: Buffer.from("program") },
    { path: "/etc/agent/agent.env", mode: 0o600, bytes: Buffer.from("# settings\n") },
  ],
  control: { Package: "agent", Version: "1.0", Description: "short\n long" },
  conffiles: ["/etc/agent/agent.env"],
  scripts: { postinst: "#!/bin/sh\n" },
  mtime,
};

test("an archive has a header of 60 characters before each member, which begins at an even place", () => {
  const members = [
    ["a", Buffer.from("odd")],
    ["b", Buffer.from("even")],
  ];
  const archive = writeAr(members, mtime).toString("latin1");
  expect(archive).toBe(
    `!<arch>\na               1767225600  0     0     100644  3         \`\nodd\nb               1767225600  0     0     100644  4         \`\neven`,
  );
});

test("a package says what it is, what belongs to the administrator, and the sum of each file", async () => {
  const { control, data } = await unpack(await makeDeb(package_));
  const meta = await readTar(control, ["./control", "./conffiles", "./md5sums", "./postinst"]);
  const textOf = (name) => meta.get(name).toString();
  expect(textOf("./control")).toBe(
    "Package: agent\nVersion: 1.0\nInstalled-Size: 1\nDescription: short\n long\n",
  );
  expect(textOf("./conffiles")).toBe("/etc/agent/agent.env\n");
  // md5sum of the seven letters "program".
  expect(textOf("./md5sums")).toContain("a9c449d4fa44e9e5a41c574ae55ce4d9  usr/bin/agent\n");
  expect(textOf("./postinst")).toBe("#!/bin/sh\n");
  const files = await readTar(data, ["./usr/bin/agent", "./usr/bin/", "./etc/agent/agent.env"]);
  expect(files.get("./usr/bin/agent").toString()).toBe("program");
  expect([...files.keys()].sort()).toEqual(["./etc/agent/agent.env", "./usr/bin/", "./usr/bin/agent"]);
});

test("the same input gives the same bytes", async () => {
  expect((await makeDeb(package_)).equals(await makeDeb(package_))).toBe(true);
});

test("control fields are lines", () => {
  expect(renderControl({ A: "1", B: 2 })).toBe("A: 1\nB: 2\n");
});

/** The two tar archives inside, by the sizes that the headers name. */
async function unpack(deb) {
  const found = {};
  for (let at = 8; at < deb.length; ) {
    const name = deb.toString("latin1", at, at + 16).trim();
    const size = Number(deb.toString("latin1", at + 48, at + 58));
    found[name] = deb.subarray(at + 60, at + 60 + size);
    at += 60 + size + (size % 2);
  }
  return { control: gunzipSync(found["control.tar.gz"]), data: gunzipSync(found["data.tar.gz"]) };
}
