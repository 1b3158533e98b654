import type { TopListsResponse } from "@fourtuple/contracts/web";
import { describe, expect, it } from "vitest";
import { aCondition } from "../../features/host/model/condition.fixture";
import { topListsFixture } from "../../features/host/model/top-lists.fixture";
import { mergeCondition, mergeTopLists, topListsAnswer } from "./merge-reports";

const empty: TopListsResponse = { atMs: 0, lists: { full: null, troubled: null, timeWait: null } };

describe("mergeTopLists", () => {
  it("puts a list that came live beside the tiers that are known", () => {
    const full = topListsFixture({ atMs: 10 });
    const timeWait = topListsFixture({ atMs: 20, tier: "timeWait" });
    const { lists } = mergeTopLists(topListsAnswer(full), topListsAnswer(timeWait));
    expect(lists).toEqual({ full, troubled: null, timeWait });
  });

  it("keeps the newer of two readings, whichever way it came", () => {
    const [older, newer] = [topListsFixture({ atMs: 10 }), topListsFixture({ atMs: 20 })];
    expect(mergeTopLists(topListsAnswer(newer), topListsAnswer(older)).lists.full).toBe(newer);
    expect(mergeTopLists(topListsAnswer(older), topListsAnswer(newer)).lists.full).toBe(newer);
    expect(mergeTopLists(topListsAnswer(newer), empty).lists.full).toBe(newer);
  });

  it("follows a host whose clock was set back", () => {
    const before = topListsFixture({ atMs: 7_200_000 });
    const after = topListsFixture({ atMs: 3_600_000 });
    expect(mergeTopLists(topListsAnswer(before), topListsAnswer(after)).lists.full).toBe(after);
  });
});

describe("mergeCondition", () => {
  it("lets no late answer undo what came live", () => {
    const [older, newer] = [aCondition({ atMs: 1 }), aCondition({ atMs: 2 })];
    const late = { atMs: 5, condition: older };
    expect(mergeCondition({ atMs: 4, condition: newer }, late).condition).toBe(newer);
    expect(mergeCondition({ atMs: 4, condition: null }, late).condition).toBe(older);
  });
});
