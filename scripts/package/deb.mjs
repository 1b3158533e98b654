import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { writeTar } from "./tar.mjs";

/**
 * A Debian package, made without dpkg-deb so that any machine can. `files` are [{ path, mode, bytes }]; `control`
 * the fields of the control file; `scripts` the maintainer scripts by name; `mtime` a Date.
 */
export async function makeDeb({ files, control, scripts, conffiles, mtime }) {
  const text = (name, value, mode = 0o644) => ({ path: `/${name}`, mode, bytes: Buffer.from(value) });
  const meta = [
    text("control", renderControl(withSize(control, installedKib(files)))),
    text("conffiles", conffiles.map((path) => `${path}\n`).join("")),
    text("md5sums", files.map(({ path, bytes }) => `${md5(bytes)}  ${path.slice(1)}\n`).join("")),
    ...Object.entries(scripts).map(([name, script]) => text(name, script, 0o755)),
  ];
  return writeAr(
    [
      ["debian-binary", Buffer.from("2.0\n")],
      ["control.tar.gz", gzipSync(await writeTar(meta, mtime))],
      ["data.tar.gz", gzipSync(await writeTar(files, mtime))],
    ],
    mtime,
  );
}

/** The description comes last, since it may go on over several lines. */
function withSize({ Description, ...fields }, kib) {
  return { ...fields, "Installed-Size": kib, Description };
}

/** deb-control(5): a field a line; further lines of a description begin with a space. */
export function renderControl(fields) {
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join("");
}

/** The archive of ar(5): a header of 60 characters, the bytes, and one more where they are an odd number. */
export function writeAr(members, mtime) {
  const seconds = String(Math.floor(mtime.getTime() / 1000));
  const parts = members.flatMap(([name, bytes]) => {
    const fields = [name.padEnd(16), seconds.padEnd(12), "0".padEnd(6), "0".padEnd(6), "100644".padEnd(8)];
    const header = `${fields.join("")}${String(bytes.length).padEnd(10)}\`\n`;
    return [Buffer.from(header, "latin1"), bytes, Buffer.from(bytes.length % 2 === 1 ? "\n" : "")];
  });
  return Buffer.concat([Buffer.from("!<arch>\n"), ...parts]);
}

function installedKib(files) {
  return Math.ceil(files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1024);
}

function md5(bytes) {
  return createHash("md5").update(bytes).digest("hex");
}
