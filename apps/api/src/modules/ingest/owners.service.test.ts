import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { HostsService } from "../hosts/hosts.service.js";
import { LiveHub } from "../live/hub/live-hub.service.js";
import type { AgentRegistry } from "./agent-registry.service.js";
import { OwnersService } from "./owners.service.js";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** An agent that notes what it is asked. */
function agentFor(knowsOwners = true) {
  const asked: string[] = [];
  const hub = new LiveHub();
  const askForOwners = (requestId: string) => {
    if (knowsOwners) asked.push(requestId);
    return knowsOwners;
  };
  const registry = { find: (hostId: string) => (hostId === "a" ? { askForOwners } : null) };
  const hosts = { get: async () => ({}) };
  const owners = new OwnersService(
    registry as unknown as AgentRegistry,
    hosts as unknown as HostsService,
    hub,
  );
  return { asked, hub, owners };
}

/** Lets what was asked look its host up. */
const started = () => vi.advanceTimersByTimeAsync(0);
const answer = { atMs: 1, cpuUs: 2, keys: [], problem: null };

describe("OwnersService", () => {
  it("asks an agent once for all who ask meanwhile, and anew afterwards", async () => {
    const { asked, owners } = agentFor();
    const first = [owners.ask("a"), owners.ask("a"), owners.ask("a")];
    await started();
    expect(asked).toHaveLength(1);
    owners.take("a", { ...answer, requestId: asked[0] ?? "" });
    expect(await Promise.all(first)).toEqual([answer, answer, answer]);
    const second = owners.ask("a");
    await started();
    owners.take("a", { ...answer, requestId: asked[0] ?? "" });
    owners.take("b", { ...answer, requestId: asked[1] ?? "" });
    owners.take("a", { ...answer, cpuUs: 7, requestId: asked[1] ?? "" });
    expect((await second).cpuUs).toBe(7);
  });

  it("waits ten seconds and no longer, and may then be asked again", async () => {
    const { asked, owners } = agentFor();
    const refused = expect(owners.ask("a")).rejects.toMatchObject({ status: 504, code: "agent-timeout" });
    await vi.advanceTimersByTimeAsync(10_000);
    await refused;
    const again = owners.ask("a");
    await started();
    owners.take("a", { ...answer, requestId: asked[1] ?? "" });
    expect(await again).toEqual(answer);
  });

  it("does not wait for a connection that is gone, nor ask one that is not there", async () => {
    const { hub, owners } = agentFor();
    const refused = expect(owners.ask("a")).rejects.toMatchObject({ status: 409 });
    await started();
    hub.setConnected("a", false);
    await refused;
    await expect(owners.ask("b")).rejects.toMatchObject({ status: 409 });
  });

  it("does not ask an agent of the version before", async () => {
    await expect(agentFor(false).owners.ask("a")).rejects.toMatchObject({ status: 409 });
  });
});
