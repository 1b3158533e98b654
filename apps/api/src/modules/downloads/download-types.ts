/** The content type of each kind of file that is handed out, by how its name ends. */
const TYPES: readonly (readonly [ending: string, type: string])[] = [
  [".sh", "text/x-shellscript; charset=utf-8"],
  [".deb", "application/vnd.debian.binary-package"],
  [".rpm", "application/x-rpm"],
  [".gz", "application/gzip"],
  [".service", "text/plain; charset=utf-8"],
  [".conf", "text/plain; charset=utf-8"],
  [".env", "text/plain; charset=utf-8"],
  ["SHA256SUMS", "text/plain; charset=utf-8"],
];

export function downloadType(name: string): string {
  return TYPES.find(([ending]) => name.endsWith(ending))?.[1] ?? "application/octet-stream";
}

/**
 * What `npm run package` makes. A name like these that is not there says that nothing was built; any other is just
 * not here, as the path that agents connect to (/agent/v1) for one.
 */
export function isPackageName(name: string): boolean {
  return /^(fourtuple-agent[\w.-]*|(un)?install\.sh|SHA256SUMS|owners\.conf|agent\.env)$/.test(name);
}
