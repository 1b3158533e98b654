import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseJsonPayload, splitFrame } from "./encoding.js";
import { MAX_FRAME_BYTES } from "./frames.js";
import { namespaceReadingSchema } from "./namespaces.js";
import { ownersRequestSchema } from "./owners.js";

const utf8 = new TextEncoder();

describe("a frame", () => {
  it("is its type and what follows, which may be nothing", () => {
    expect(splitFrame(Uint8Array.of(0x7f))).toEqual({
      ok: true,
      value: { type: 0x7f, payload: new Uint8Array() },
    });
    expect(splitFrame(Uint8Array.of(0x10, 1, 2))).toMatchObject({ value: { payload: Uint8Array.of(1, 2) } });
  });

  it("is refused when it is empty, or larger than may be", () => {
    expect(splitFrame(new Uint8Array())).toEqual({ ok: false, reason: "the frame is empty" });
    expect(splitFrame(new Uint8Array(MAX_FRAME_BYTES)).ok).toBe(true);
    expect(splitFrame(new Uint8Array(MAX_FRAME_BYTES + 1)).ok).toBe(false);
  });
});

describe("JSON that nobody should send", () => {
  it.each([
    ["no byte", ""],
    ["half of it", '{"requestId":"r'],
    ["two of it", '{"requestId":"r1"}{"requestId":"r1"}'],
    ["a number beyond all numbers", '{"requestId":1e999}'],
    ["a hundred thousand brackets", "[".repeat(100_000)],
    ["a hundred thousand objects", '{"a":'.repeat(100_000)],
    ["a byte order mark", '\ufeff{"requestId":5}'],
  ])("%s is refused", (_name, text) => {
    expect(parseJsonPayload(ownersRequestSchema, utf8.encode(text))).toEqual({
      ok: false,
      reason: expect.stringMatching(/./),
    });
  });

  it("bytes that are no UTF-8 are refused", () => {
    const bytes = Uint8Array.from([...utf8.encode('{"requestId":"'), 0xc3, 0x28, ...utf8.encode('"}')]);
    expect(parseJsonPayload(ownersRequestSchema, bytes)).toEqual({
      ok: false,
      reason: "the payload is not UTF-8 JSON",
    });
  });

  it("no name of a field reaches the prototype of anything", () => {
    const odd = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}';
    const owners = parseJsonPayload(ownersRequestSchema, utf8.encode(`{"requestId":"r1",${odd}}`));
    expect(owners).toEqual({ ok: true, value: { requestId: "r1" } });
    const sysctls = `{"__proto__":"5","constructor":"6","net.ipv4.tcp_tw_reuse":"2"}`;
    const schema = z.object({ sysctls: namespaceReadingSchema.shape.sysctls });
    const answer = parseJsonPayload(schema, utf8.encode(`{"sysctls":${sysctls}}`));
    if (!answer.ok) throw new Error(answer.reason);
    const read = answer.value.sysctls;
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(read["net.ipv4.tcp_tw_reuse"]).toBe("2");
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
