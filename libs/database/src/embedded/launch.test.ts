import { describe, expect, it } from "vitest";
import { chooseLaunch, parsePasswd, readProgramMajor } from "./launch.js";

const nothing = { postgres: "/nonexistent/postgres", initdb: "/nonexistent/initdb" };
const situation = { binaries: nothing, dataDir: "/d", uid: 1000, clusterOwner: null };

describe("chooseLaunch", () => {
  it("runs a normal user's programs directly, on a new database and on the user's own", async () => {
    const direct = { prefix: [], ids: {} };
    expect(await chooseLaunch(situation)).toEqual(direct);
    expect(await chooseLaunch({ ...situation, clusterOwner: { uid: 1000, gid: 1 } })).toEqual(direct);
    expect(await chooseLaunch({ ...situation, uid: null })).toEqual(direct);
  });

  it("refuses a normal user the database of another", async () => {
    await expect(chooseLaunch({ ...situation, clusterOwner: { uid: 7, gid: 7 } })).rejects.toMatchObject({
      code: "wrong-owner",
      message: expect.stringContaining("belongs to another user (uid 7)"),
    });
  });

  it("lets root run as the owner of a database that is not root's", async () => {
    const clusterOwner = { uid: 101, gid: 104 };
    expect(await chooseLaunch({ ...situation, uid: 0, clusterOwner })).toEqual({
      prefix: [],
      ids: clusterOwner,
    });
  });

  it("tells root what to do when no way works", async () => {
    await expect(chooseLaunch({ ...situation, uid: 0 })).rejects.toMatchObject({
      code: "cannot-run",
      message: expect.stringContaining("start Fourtuple as a normal user or set DATABASE_URL"),
    });
  });
});

describe("readProgramMajor", () => {
  it("says to set DATABASE_URL where the built-in program does not run", async () => {
    await expect(readProgramMajor(nothing)).rejects.toMatchObject({
      code: "cannot-run",
      message: expect.stringContaining("DATABASE_URL"),
    });
  });
});

describe("parsePasswd", () => {
  it("reads accounts and passes over what is none", () => {
    const text =
      "root:x:0:0:root:/root:/bin/sh\n# note\n\npostgres:x:101:104::/var:/bin/sh\n+::::::\nbad:x:a:b\n";
    expect([...parsePasswd(text)]).toEqual([
      ["root", { uid: 0, gid: 0 }],
      ["postgres", { uid: 101, gid: 104 }],
    ]);
  });
});
