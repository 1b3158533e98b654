import { describe, expect, it } from "vitest";
import { parseSsStates } from "./ss.js";

const HEADER = "State      Recv-Q Send-Q Local Address:Port  Peer Address:Port Process\n";

describe("parseSsStates", () => {
  it("counts the rows by the kernel's names", () => {
    const text = `${HEADER}LISTEN     0      128          0.0.0.0:22         0.0.0.0:*
ESTAB      0      0          127.0.0.1:22       127.0.0.1:40000
TIME-WAIT  0      0              [::1]:80           [::1]:40001
TIME-WAIT  0      0              [::1]:80           [::1]:40002
`;
    expect(parseSsStates(text)).toMatchObject({ LISTEN: 1, ESTABLISHED: 1, TIME_WAIT: 2, CLOSE_WAIT: 0 });
  });

  it("refuses to be a witness of what it does not understand", () => {
    expect(() => parseSsStates(`${HEADER}NOVEL 0 0\n`)).toThrow("unknown state NOVEL");
    expect(() => parseSsStates("")).toThrow("unexpected header");
  });
});
