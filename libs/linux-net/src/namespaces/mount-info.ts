/** A mounted network namespace. */
export interface NamespaceMount {
  readonly inode: number;
  readonly path: string;
}

/** `43 42 0:4 net:[4026532177] /run/netns/blue rw shared:2 - nsfs nsfs rw` (proc_pid_mountinfo(5)). */
const NAMESPACE_MOUNT = /^\d+ \d+ \d+:\d+ net:\[(\d{1,15})\] (\S+) .*? - nsfs /;

/** The kernel writes space, tab, newline and backslash of a path as three octal digits. */
function unescapePath(path: string): string {
  const bytes = path.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8) & 0xff),
  );
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/**
 * Finds the network namespaces that a mount holds.
 * @param text /proc/self/mountinfo, read as Latin-1; whatever lines do not parse are passed over.
 */
export function findNamespaceMounts(text: string): NamespaceMount[] {
  return text.split("\n").flatMap((line) => {
    const [, inode, path] = NAMESPACE_MOUNT.exec(line) ?? [];
    return inode === undefined || path === undefined
      ? []
      : [{ inode: Number(inode), path: unescapePath(path) }];
  });
}
