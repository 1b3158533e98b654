import { TCP_STATES } from "@fourtuple/core/tcp";
import { describe, expect, it } from "vitest";
import { composedOf, STILL_EVERY_MS } from "./composed";

const at = (fullMs: number | null, troubledMs: number | null, countsEachSample = false) =>
  composedOf({ "agent.fullCensusAgeMs": fullMs, "agent.troubledCensusAgeMs": troubledMs }, countsEachSample);

describe("composedOf", () => {
  it("says nothing of a sample whose sockets were all counted, nor of an agent that does not tell", () => {
    expect(at(0, 0)).toBeNull();
    expect(at(null, null)).toBeNull();
    expect(composedOf({}, false)).toBeNull();
  });

  it("tells what is read, what is derived, and how old the rest is", () => {
    const composed = at(12_000, 4000);
    expect(composed?.of("LISTEN")).toBeNull();
    expect(composed?.of("ESTABLISHED")).toEqual({ how: "derived", ageMs: 4000 });
    expect(composed?.of("TIME_WAIT")?.how).toBe("derived");
    expect(composed?.of("CLOSE_WAIT")).toEqual({ how: "kept", ageMs: 4000 });
    expect(composed?.of("CLOSE")).toEqual({ how: "kept", ageMs: 12_000 });
  });

  it("says nothing between two counts of a still host, which would be counted with each sample if anything moved", () => {
    for (const ageMs of [1000, 3999, STILL_EVERY_MS]) expect(at(ageMs, ageMs, true)).toBeNull();
    expect(at(1000, 1000, false)).not.toBeNull();
    expect(at(STILL_EVERY_MS + 1000, STILL_EVERY_MS + 1000, true)).not.toBeNull();
  });

  it("takes the count of every socket where it is the newer one, or the only one", () => {
    expect(at(2000, 9000)?.troubledAgeMs).toBe(2000);
    expect(at(2000, null)?.of("SYN_RECV")).toEqual({ how: "kept", ageMs: 2000 });
  });

  it("calls fresh what was counted for this very sample", () => {
    const composed = at(5000, 0);
    const fresh = TCP_STATES.filter((state) => composed?.of(state) === null);
    expect(fresh).toEqual([
      "LISTEN",
      "SYN_SENT",
      "SYN_RECV",
      "FIN_WAIT1",
      "FIN_WAIT2",
      "CLOSING",
      "CLOSE_WAIT",
      "LAST_ACK",
    ]);
  });
});
