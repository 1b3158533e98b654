import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Inject, Injectable } from "@nestjs/common";
import type { ApiConfig } from "../../config.js";
import { OriginPolicy } from "../../platform/auth/origin-policy.js";
import { CONFIG } from "../../platform/config.token.js";
import { NotFoundError } from "../../platform/errors/app-error.js";
import { isPackageName } from "./download-types.js";
import { isPlainOrigin, withOrigin } from "./shell-origin.js";

const INSTALL_SCRIPT = "install.sh";

/** The agent's packages as `npm run package` left them. They may be built anew while the server runs. */
@Injectable()
export class DownloadsService {
  /** Absolute; null where none was configured. */
  private readonly directory: string | null;

  constructor(
    @Inject(CONFIG) config: ApiConfig,
    private readonly origins: OriginPolicy,
  ) {
    this.directory = config.packagesDir && resolve(config.packagesDir);
  }

  /**
   * The line that installs the agent on a host that has nothing and enrols it there; null where there are no
   * packages, or the server's address is none that a shell takes as it is.
   */
  installCommand(token: string): string | null {
    const origin = this.origins.publicOrigin();
    if (!isPlainOrigin(origin) || this.directory === null) return null;
    if (!existsSync(join(this.directory, INSTALL_SCRIPT))) return null;
    return `curl -fsSL ${origin}/agent/${INSTALL_SCRIPT} | sh -s -- --token ${token}`;
  }

  /**
   * Only what lies in the folder itself is handed out, so that no name can lead elsewhere.
   * @returns the folder that holds the file.
   * @throws NotFoundError
   */
  async find(name: string): Promise<string> {
    const files = this.directory === null ? [] : await listFiles(this.directory);
    if (this.directory !== null && files.includes(name)) return this.directory;
    if (!isPackageName(name)) throw new NotFoundError("There is nothing at this address.");
    throw new NotFoundError(
      files.length === 0
        ? "This server has no packages of the agent: run npm run package in its clone; it needs no restart."
        : `There is no ${name} here; /agent/SHA256SUMS lists what there is.`,
    );
  }

  /** A script that knows where it came from. @throws NotFoundError */
  async readScript(name: string): Promise<string> {
    const directory = await this.find(name);
    const origin = this.origins.publicOrigin();
    if (!isPlainOrigin(origin))
      throw new NotFoundError(
        "The address of this server, FOURTUPLE_PUBLIC_URL, holds characters that cannot stand in a shell script.",
      );
    return withOrigin(await readFile(join(directory, name), "utf8"), origin);
  }
}

async function listFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile() && !entry.name.startsWith(".")).map(({ name }) => name);
}
