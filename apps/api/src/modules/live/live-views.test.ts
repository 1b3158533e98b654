import { makeSample } from "@fourtuple/testkit/samples";
import { describe, expect, it } from "vitest";
import { FleetTicker } from "./fleet-ticker.js";
import type { HubEvent } from "./hub/hub-event.js";
import { LiveHub } from "./hub/live-hub.service.js";
import { type ReceivedSample, SampleRing } from "./hub/sample-ring.js";
import { acknowledge } from "./watch-ack.js";

const received = (seq: number, epochMs = 1, receivedMs = seq): ReceivedSample => ({
  ...makeSample({ seq, epochMs }),
  receivedMs,
  clockSkewMs: 0,
});

describe("SampleRing", () => {
  it("holds the newest two minutes, oldest first", () => {
    const ring = new SampleRing();
    for (let seq = 1; seq <= 200; seq++) ring.push(received(seq));
    expect(ring.all().map((sample) => sample.seq)).toEqual(
      Array.from({ length: 120 }, (_, index) => index + 81),
    );
  });

  it("takes nothing twice and nothing older", () => {
    const ring = new SampleRing();
    expect([received(5), received(5), received(4), received(6)].map((each) => ring.push(each))).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it("takes a new run of the agent for newer even when the host's clock was set back", () => {
    const ring = new SampleRing();
    ring.push(received(90, 5_000, 100));
    expect(ring.push(received(1, 4_000, 101))).toBe(true);
    expect(ring.newest()?.epochMs).toBe(4_000);
  });
});

describe("LiveHub", () => {
  it("brings each new sample once, and none that was restored", () => {
    const hub = new LiveHub();
    const events: HubEvent[] = [];
    hub.events$.subscribe((event) => events.push(event));
    hub.restore("a", [received(1), received(2)]);
    hub.addSample("a", received(2));
    hub.addSample("a", received(3));
    expect(events.map((event) => event.type === "sample" && event.sample.seq)).toEqual([3]);
    expect(hub.recent("a")).toHaveLength(3);
  });

  it("knows nothing of a host it never heard of", () => {
    const hub = new LiveHub();
    expect([hub.newest("x"), hub.recent("x"), hub.isConnected("x"), hub.listeners("x")]).toEqual([
      null,
      [],
      false,
      null,
    ]);
  });
});

describe("FleetTicker", () => {
  it("gives the newest of each host once", () => {
    const ticker = new FleetTicker();
    ticker.addSample("a", received(1));
    ticker.addSample("a", received(2, 1, 7));
    ticker.addSample("b", received(1));
    ticker.noteChange();
    const { rows, hasChanged } = ticker.take();
    expect(rows.map(({ hostId, receivedMs }) => [hostId, receivedMs])).toEqual([
      ["a", 7],
      ["b", 1],
    ]);
    expect(rows[0]?.states).toHaveLength(11);
    expect(hasChanged).toBe(true);
    expect(ticker.take()).toEqual({ rows: [], hasChanged: false });
  });
});

describe("acknowledge", () => {
  it("answers a fault of ours without saying what it was", async () => {
    const faults: unknown[] = [];
    const fault = new Error("secret");
    const answer = await acknowledge(
      () => {
        throw fault;
      },
      (error) => faults.push(error),
    );
    expect(answer).toMatchObject({ ok: false, code: "internal" });
    expect(JSON.stringify(answer)).not.toContain("secret");
    expect(faults).toEqual([fault]);
  });
});
