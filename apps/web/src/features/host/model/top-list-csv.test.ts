import { expect, it } from "vitest";
import { topListCsv } from "./top-list-csv";
import { LIST_KINDS } from "./top-list-rows";
import { aDestination, states, topListsFixture } from "./top-lists.fixture";

const linesOf = (csv: string) => csv.trimEnd().split("\r\n");

it("writes every entry and the rest, so that the file sums to the whole", () => {
  const lists = topListsFixture({
    destinations: [aDestination({ address: "fe80::1", occupiedPorts: null })],
  });
  const other = { sockets: 7, states: states({ ESTABLISHED: 7 }), keys: 3, keysExact: false };
  const csv = topListCsv("destinations", { ...lists, destinations: { ...lists.destinations, other } });
  expect(linesOf(csv)).toEqual([
    "source_address,address,port,occupied_ports,usable_ports,time_wait_0_to_10_s,time_wait_10_to_20_s,time_wait_20_to_30_s,time_wait_30_to_45_s,time_wait_from_45_s,sockets,LISTEN,SYN_SENT,SYN_RECV,ESTABLISHED,FIN_WAIT1,FIN_WAIT2,CLOSING,TIME_WAIT,CLOSE_WAIT,LAST_ACK,CLOSE",
    "10.0.0.9,fe80::1,5432,,28232,20,20,20,20,20,120,0,0,0,20,0,0,0,100,0,0,0",
    "other (at least 3),,,,,,,,,,7,0,0,0,7,0,0,0,0,0,0,0",
  ]);
});

it("has as many fields in each line as in the head, in every list", () => {
  for (const kind of LIST_KINDS) {
    const counts = linesOf(topListCsv(kind, topListsFixture({}))).map((line) => line.split(",").length);
    expect(new Set(counts).size, kind).toBe(1);
  }
});
