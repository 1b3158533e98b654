export type EmbeddedPostgresErrorCode =
  | "unsupported-platform"
  | "binaries-missing"
  | "cannot-run"
  | "data-dir-unwritable"
  | "data-damaged"
  | "wrong-owner"
  | "wrong-version"
  | "already-running"
  | "disk-full"
  | "start-failed"
  | "start-timeout"
  | "stop-failed";

/** The embedded PostgreSQL cannot do what was asked; the message is one or two sentences for people. */
export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";
  readonly code: EmbeddedPostgresErrorCode;

  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The Node error code of a failed system call, or "" where there is none. */
export function systemErrorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** Runs file-system work in the data directory; what goes wrong there is told in terms of that directory. */
export async function inDataDirectory<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fileSystemFailure(directory, error);
  }
}

function fileSystemFailure(directory: string, error: unknown): unknown {
  switch (systemErrorCode(error)) {
    case "ENOSPC":
    case "EDQUOT":
      return diskFull(directory, error);
    case "EACCES":
    case "EPERM":
    case "EROFS":
    // What Node says of a directory that cannot be made on a read-only disk.
    case "ENOENT":
      return new EmbeddedPostgresError(
        "data-dir-unwritable",
        `The database directory ${directory} cannot be written; change its permissions or choose another.`,
        { cause: error },
      );
    case "ENOTDIR":
    case "EEXIST":
      return new EmbeddedPostgresError(
        "data-dir-unwritable",
        `The database directory ${directory} cannot be made: a file is in its place.`,
        { cause: error },
      );
    default:
      return error;
  }
}

export function diskFull(directory: string, cause?: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    "disk-full",
    `The disk that holds ${directory} is full; free some space and start again.`,
    { cause },
  );
}
