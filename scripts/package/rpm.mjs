import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Failure } from "../lib/repository.mjs";
import { run } from "../lib/run.mjs";

/** Whether rpmbuild is on this machine. */
export async function hasRpmbuild() {
  return (await run("rpmbuild", ["--version"], { quiet: true })).ok;
}

/**
 * An rpm of `files`, [{ path, mode, bytes, isConfig }], by rpmbuild. `about` is { name, version, summary, license,
 * description, requires: [] }; `scripts` are %post, %preun and %postun by name. Returns its bytes.
 */
export async function makeRpm({ files, about, scripts, arch, mtime }) {
  const folder = mkdtempSync(join(tmpdir(), "fourtuple-rpm-"));
  try {
    const tree = join(folder, "tree");
    for (const { path, mode, bytes } of files) {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), bytes, { mode });
    }
    writeFileSync(join(folder, "agent.spec"), renderSpec({ files, about, scripts, tree }));
    const args = [
      ...["-bb", "--quiet", "--target", `${arch}-linux`, "--define", `_topdir ${folder}`],
      ...["--define", `_rpmfilename ${about.name}.rpm`, join(folder, "agent.spec")],
    ];
    const env = { SOURCE_DATE_EPOCH: String(Math.floor(mtime.getTime() / 1000)) };
    const { ok, reason, output } = await run("rpmbuild", args, { quiet: true, env });
    if (!ok) throw new Failure(`rpmbuild failed (${reason}): ${output.trim()}`);
    return readFileSync(join(folder, "RPMS", `${about.name}.rpm`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same input gives the same package: no build host, no build time, and nothing done to the files. */
function renderSpec({ files, about, scripts, tree }) {
  return `
%global debug_package %{nil}
%global __os_install_post %{nil}
%global _build_id_links none
%global _buildhost fourtuple
%global use_source_date_epoch_as_buildtime 1
%global clamp_mtime_to_source_date_epoch 1
%global _binary_payload w6.gzdio
Name: ${about.name}
Version: ${about.version}
Release: 1
Summary: ${about.summary}
License: ${about.license}
AutoReqProv: no
${about.requires.map((name) => `Requires: ${name}`).join("\n")}

%description
${about.description}

%install
mkdir -p %{buildroot}
cp -a ${tree}/. %{buildroot}/

${Object.entries(scripts)
  .map(([name, script]) => `%${name}\n${withoutShebang(script)}`)
  .join("\n")}
%files
%defattr(-,root,root,-)
${files.map(({ path, mode, isConfig }) => `${isConfig ? "%config(noreplace) " : ""}%attr(${mode.toString(8)}, root, root) ${path}`).join("\n")}
`;
}

/** rpm runs its scripts with /bin/sh by itself; a percent sign would be a macro. */
function withoutShebang(script) {
  return script.replace(/^#!.*\n/, "").replaceAll("%", "%%");
}
