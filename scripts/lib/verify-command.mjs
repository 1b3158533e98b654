import { describeCounts } from "./counts.mjs";
import { reportFailure } from "./repository.mjs";
import { verify } from "./verify-steps.mjs";

/** `npm run verify`. */
export async function verifyCommand() {
  try {
    const counts = await verify();
    console.log(describeCounts(counts).join("\n"));
    console.log(`verify: ok (${(performance.now() / 1000).toFixed(1)} s)`);
  } catch (error) {
    reportFailure(error);
  }
}
