import { expect, it } from "vitest";
import { ListenerList, MAX_LISTENERS } from "./listener-socket.js";

it("describes listeners up to the cap and counts the rest", () => {
  const list = new ListenerList();
  const listener = { address: "::", port: 1, acceptQueue: 0, backlog: 1, drops: 0, uid: 0 };
  for (let made = 0; made < MAX_LISTENERS + 3; made++) {
    if (list.admits()) list.listeners.push(listener);
  }
  expect(list.listeners).toHaveLength(MAX_LISTENERS);
  expect(list.omitted).toBe(3);
});
