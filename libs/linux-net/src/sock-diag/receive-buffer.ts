/** One stretch of memory that replies are received into, seen as bytes, 16-bit and 32-bit words of this machine. */
export interface ReceiveBuffer {
  readonly bytes: Uint8Array;
  readonly halves: Uint16Array;
  readonly words: Uint32Array;
}

/** The kernel fills at most 32,448 bytes of a datagram, whatever it is offered. */
export const RECEIVE_BYTES = 32 * 1024;

/** @param byteLength a multiple of 4. */
export function createReceiveBuffer(byteLength = RECEIVE_BYTES): ReceiveBuffer {
  const memory = new ArrayBuffer(byteLength);
  return {
    bytes: new Uint8Array(memory),
    halves: new Uint16Array(memory),
    words: new Uint32Array(memory),
  };
}
