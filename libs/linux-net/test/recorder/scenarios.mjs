import {
  fillAcceptQueue,
  holdEstablished,
  leaveTimeWait,
  pileCloseWait,
} from "@fourtuple/testkit/namespaces";

/** Each makes its sockets in a fresh namespace and is then recorded. */
export const scenarios = [
  { name: "idle", title: "a namespace without any TCP socket", make: async () => {} },
  {
    name: "time-wait",
    title: "40 TIME_WAIT over IPv4 and 7 over IPv6, left by clients that closed first",
    make: async (namespace) => {
      await leaveTimeWait(namespace, 40, { port: 8080 });
      await leaveTimeWait(namespace, 7, { address: "::1", port: 8080 });
    },
  },
  {
    name: "listeners-v4-v6",
    title: "listeners on wildcard and loopback of both families, one clamped by somaxconn 64",
    make: async (namespace) => {
      await namespace.ask("writeSysctl", { name: "net.core.somaxconn", value: "64" });
      await namespace.ask("listen", { address: "0.0.0.0", port: 80, backlog: 1024 });
      await namespace.ask("listen", { address: "127.0.0.1", port: 5432, backlog: 20 });
      await namespace.ask("listen", { address: "::", port: 443, backlog: 32 });
      await namespace.ask("listen", { address: "::1", port: 6379, backlog: 1 });
    },
  },
  {
    name: "accept-queue-full",
    title: "a backlog of 8, 40 connects, no accept",
    make: (namespace) => fillAcceptQueue(namespace, { backlog: 8, connects: 40 }),
  },
  {
    name: "close-wait-leak",
    title: "25 connections held, and 30 more whose client has shut down while the server never closes",
    make: async (namespace) => {
      await holdEstablished(namespace, 25, { port: 9000 });
      await pileCloseWait(namespace, 30, { address: "::1", port: 9001 });
    },
  },
];
