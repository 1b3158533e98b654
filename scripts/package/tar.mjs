import { buffer } from "node:stream/consumers";
import { extract, pack } from "tar-stream";

/** Returns those of `paths` that the (uncompressed) archive holds, as a map from path to buffer. */
export async function readTar(bytes, paths) {
  const wanted = new Set(paths);
  const found = new Map();
  const archive = extract();
  archive.end(bytes);
  for await (const entry of archive) {
    if (wanted.has(entry.header.name)) found.set(entry.header.name, await buffer(entry));
    else entry.resume();
  }
  return found;
}

/**
 * An uncompressed tar archive of `files`, [{ path, mode, bytes }], all owned by root and of one moment, with the
 * folders that hold them: the same input gives the same bytes. Paths begin with "./", as dpkg has them.
 */
export async function writeTar(files, mtime) {
  const archive = pack();
  const common = { uid: 0, gid: 0, uname: "root", gname: "root", mtime };
  const whole = buffer(archive);
  for (const name of foldersOf(files)) archive.entry({ ...common, name, type: "directory", mode: 0o755 });
  for (const { path, mode, bytes } of files) archive.entry({ ...common, name: `.${path}`, mode }, bytes);
  archive.finalize();
  return whole;
}

/** Every folder above a file, each before what lies in it. */
function foldersOf(files) {
  const folders = new Set(["./"]);
  for (const { path } of files) {
    const parts = path.split("/").slice(1, -1);
    for (const depth of parts.keys()) folders.add(`./${parts.slice(0, depth + 1).join("/")}/`);
  }
  return [...folders].sort();
}
