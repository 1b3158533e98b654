export * from "./crc32.js";
export * from "./gaps.js";
export * from "./live-codec.js";
export * from "./metrics.js";
export {
  decodePack,
  decodePackColumns,
  type PackColumns,
  type PackHeader,
  readPackHeader,
} from "./pack/decode-pack.js";
export { encodePack } from "./pack/encode-pack.js";
export { MAX_PACK_SAMPLES } from "./pack/layout.js";
export * from "./reading.js";
export * from "./sample.js";
export * from "./top-lists.js";
export { decodeTopLists } from "./top-lists-codec/decode-top-lists.js";
export { encodeTopLists } from "./top-lists-codec/encode-top-lists.js";
