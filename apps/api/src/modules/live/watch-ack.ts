import type { WatchAck } from "@fourtuple/contracts/web";
import { toAppError } from "../../platform/errors/to-app-error.js";

/** Runs a request of a browser. @returns an answer in every case; faults of ours go to `onFault` and stay inside. */
export async function acknowledge(work: () => unknown, onFault: (error: unknown) => void): Promise<WatchAck> {
  try {
    await work();
    return { ok: true };
  } catch (error) {
    const known = toAppError(error);
    if (known === null) {
      onFault(error);
      return { ok: false, code: "internal", message: "The server failed; its log holds the details." };
    }
    const fields = known.errors.map(({ field, message }) => `${field}: ${message}`).join("; ");
    return { ok: false, code: known.code, message: fields || known.message };
  }
}
