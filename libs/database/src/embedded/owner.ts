import { readFile, rename, writeFile } from "node:fs/promises";
import { processExists, readStartTicks } from "./processes.js";

/** The launcher that started, or took over, the running PostgreSQL last. */
export interface Owner {
  readonly pid: number;
  readonly startTicks: number | null;
}

/** @returns the recorded owner when that very process still lives, else null. */
export async function loadLivingOwner(file: string): Promise<Owner | null> {
  const owner = parseOwner(await readFile(file, "utf8").catch(() => ""));
  if (!owner || !processExists(owner.pid)) return null;
  const startTicks = await readStartTicks(owner.pid);
  return startTicks === owner.startTicks ? owner : null;
}

/** Moved into place, since root and a normal user may take turns and must not trip over each other's file. */
export async function saveOwner(file: string): Promise<void> {
  const owner: Owner = { pid: process.pid, startTicks: await readStartTicks(process.pid) };
  await writeFile(`${file}.new`, `${JSON.stringify(owner)}\n`, { mode: 0o644 });
  await rename(`${file}.new`, file);
}

function parseOwner(text: string): Owner | null {
  try {
    const raw: unknown = JSON.parse(text);
    if (typeof raw !== "object" || raw === null || !("pid" in raw) || !("startTicks" in raw)) return null;
    const { pid, startTicks } = raw;
    if (typeof pid !== "number" || pid <= 0) return null;
    return { pid, startTicks: typeof startTicks === "number" ? startTicks : null };
  } catch {
    return null;
  }
}
