import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { runTurbo } from "../lib/build.mjs";
import { Failure, root } from "../lib/repository.mjs";
import { bundleAgent } from "./bundle.mjs";
import { debControl, hostScripts, installedFiles, NAME, rpmAbout, servedFiles } from "./contents.mjs";
import { makeDeb } from "./deb.mjs";
import { makeExecutable } from "./executable.mjs";
import { readInputs, TARGETS } from "./inputs.mjs";
import { collectLicenses } from "./licenses.mjs";
import { hasRpmbuild, makeRpm } from "./rpm.mjs";

const PIECE_BYTES = 64 * 1024;
const cacheDir = join(root, "node_modules/.cache/fourtuple/packages");

/**
 * Builds the packages of these architectures into `outDir`, whose content it replaces, and lists them in SHA256SUMS.
 * `kinds` may leave out "deb" and "rpm". Returns { sums: [{ name, bytes, sha256 }], bytesByPackage, notes: [] }.
 */
export async function buildPackages({ outDir, archs = Object.keys(TARGETS), kinds = ["deb", "rpm"] }) {
  const built = await runTurbo(["build", "--filter=@fourtuple/agent"], { heartbeat: "building the agent" });
  if (!built.ok) throw new Failure(`The agent could not be built (${built.reason}).`);
  const { version } = JSON.parse(readFileSync(join(root, "apps/agent/package.json"), "utf8"));
  const context = { version, mtime: readCommitTime(), bundle: await bundleAgent(version), notes: [], kinds };
  if (kinds.includes("rpm") && !(await hasRpmbuild())) {
    context.kinds = kinds.filter((kind) => kind !== "rpm");
    context.notes.push("no rpm was made: rpmbuild is not on this machine (Debian: apt install rpm)");
  }
  const files = new Map(servedFiles(version));
  for (const arch of archs) {
    for (const [name, bytes] of await buildFor(arch, context)) files.set(name, bytes);
  }
  const sums = replaceFolder(outDir, files);
  return { sums, bytesByPackage: context.bundle.bytesByPackage, notes: context.notes };
}

async function buildFor(arch, { version, mtime, bundle, kinds }) {
  const { debian, rpm } = TARGETS[arch];
  const inputs = await readInputs(arch, cacheDir);
  const executable = await cachedExecutable(arch, inputs, bundle.code);
  const names = Object.keys(bundle.bytesByPackage).filter((name) => !/^(apps|libs)\//.test(name));
  const files = installedFiles({ executable, licenses: collectLicenses(names, inputs.license) });
  const scripts = hostScripts();
  const made = [
    [`${NAME}-linux-${arch}`, executable],
    [`${NAME}-linux-${arch}.gz`, gzipSync(executable)],
  ];
  if (kinds.includes("deb")) {
    const control = debControl(version, debian);
    const conffiles = files.filter(({ isConfig }) => isConfig).map(({ path }) => path);
    const deb = await makeDeb({ files, control, conffiles, scripts: scripts.deb, mtime });
    made.push([`${NAME}_${version}_${debian}.deb`, deb]);
  }
  if (kinds.includes("rpm")) {
    const bytes = await makeRpm({ files, about: rpmAbout(version), scripts: scripts.rpm, arch: rpm, mtime });
    made.push([`${NAME}-${version}-1.${rpm}.rpm`, bytes]);
  }
  return made;
}

/** The newest executable of each architecture is kept, by the hash of all that went into it. */
async function cachedExecutable(arch, inputs, code) {
  const hash = createHash("sha256");
  for (const part of [inputs.node, inputs.koffi, code]) hash.update(part);
  for (const file of ["executable.mjs", "strip-elf.mjs"])
    hash.update(readFileSync(join(import.meta.dirname, file)));
  const name = `${NAME}-${arch}-${hash.digest("hex").slice(0, 16)}`;
  const path = join(cacheDir, name);
  if (existsSync(path)) return readFileSync(path);
  const blobMaker = arch === process.arch ? inputs.node : (await readInputs(hostArch(), cacheDir)).node;
  const executable = await makeExecutable({ ...inputs, code, blobMaker });
  for (const old of readdirSync(cacheDir))
    if (old.startsWith(`${NAME}-${arch}-`)) rmSync(join(cacheDir, old), { force: true });
  writeFileSync(`${path}.tmp`, executable);
  renameSync(`${path}.tmp`, path);
  return executable;
}

function hostArch() {
  if (process.platform === "linux" && TARGETS[process.arch] !== undefined) return process.arch;
  throw new Failure(
    `The packages are built on Linux x64 or arm64, and this is ${process.platform} ${process.arch}.`,
  );
}

/** The moment that all files carry: SOURCE_DATE_EPOCH, else that of the commit, else the first of 2026. */
function readCommitTime() {
  const given = process.env.SOURCE_DATE_EPOCH;
  if (given !== undefined && /^\d{1,12}$/.test(given)) return new Date(Number(given) * 1000);
  try {
    const seconds = execFileSync("git", ["log", "-1", "--format=%ct"], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return new Date(Number(seconds) * 1000);
  } catch {
    // A tree without its history, such as an image is built from.
    return new Date(Date.UTC(2026, 0, 1));
  }
}

/** A server that reads the folder meanwhile finds the old files or the new ones. */
function replaceFolder(outDir, files) {
  const sums = [...files].map(([name, bytes]) => ({
    name,
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  }));
  sums.sort((a, b) => (a.name < b.name ? -1 : 1));
  const draft = `${outDir}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  for (const [name, bytes] of files) writeInPieces(join(draft, name), bytes, isProgram(name) ? 0o755 : 0o644);
  // The two scripts are sent with the server's address in them, and so have another hash each time.
  const listed = sums.filter(({ name }) => !name.endsWith(".sh"));
  const lines = listed.map(({ name, sha256 }) => `${sha256}  ${name}\n`);
  writeFileSync(join(draft, "SHA256SUMS"), lines.join(""));
  rmSync(outDir, { recursive: true, force: true });
  renameSync(draft, outDir);
  return sums;
}

/**
 * As what unpacks a package writes it: a file written in one go lies in the page cache in pieces of megabytes,
 * and a program that is run from there has each piece in memory whole of which it needs one page.
 */
function writeInPieces(path, bytes, mode) {
  const file = openSync(path, "w", mode);
  try {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES)
      writeFileSync(file, bytes.subarray(at, at + PIECE_BYTES));
  } finally {
    closeSync(file);
  }
}

function isProgram(name) {
  return name.endsWith(".sh") || /-linux-\w+$/.test(name);
}
