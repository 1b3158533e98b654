import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../lib/repository.mjs";

export const NAME = "fourtuple-agent";

const SUMMARY = "watches every TCP socket state of a Linux host";
const DESCRIPTION =
  "The agent of Fourtuple. It reads socket states, counters and settings of the kernel's TCP, and reports them to a Fourtuple server. It changes nothing.";

function readDeployed(path) {
  return readFileSync(join(root, "deploy", path));
}

/** The files of the deb and of the rpm. `licenses` is one text. */
export function installedFiles({ executable, licenses }) {
  return [
    { path: `/usr/bin/${NAME}`, mode: 0o755, bytes: executable },
    {
      path: `/usr/lib/systemd/system/${NAME}.service`,
      mode: 0o644,
      bytes: readDeployed(`systemd/${NAME}.service`),
    },
    {
      path: "/etc/fourtuple/agent.env",
      mode: 0o600,
      bytes: readDeployed("package/agent.env"),
      isConfig: true,
    },
    { path: `/usr/share/doc/${NAME}/owners.conf`, mode: 0o644, bytes: readDeployed("systemd/owners.conf") },
    { path: `/usr/share/doc/${NAME}/copyright`, mode: 0o644, bytes: licenses },
  ];
}

/** What the server hands out as it lies in the repository, beside the agent itself: [name, bytes]. */
export function servedFiles(version) {
  const scripts = ["install.sh", "uninstall.sh"].map((name) => [
    name,
    Buffer.from(readDeployed(`install/${name}`).toString("utf8").replaceAll("@VERSION@", version)),
  ]);
  return [
    ...scripts,
    [`${NAME}.service`, readDeployed(`systemd/${NAME}.service`)],
    ["owners.conf", readDeployed("systemd/owners.conf")],
    ["agent.env", readDeployed("package/agent.env")],
  ];
}

/** Fields of the deb's control file. */
export function debControl(version, architecture) {
  return {
    Package: NAME,
    Version: version,
    Architecture: architecture,
    Maintainer: "Fourtuple <fourtuple@localhost>",
    Section: "net",
    Priority: "optional",
    // What Node's own binary asks for: GLIBC_2.28, GLIBCXX_3.4.21.
    Depends: "libc6 (>= 2.28), libstdc++6 (>= 5.2), passwd",
    Description: `${SUMMARY}\n ${DESCRIPTION}`,
  };
}

export function rpmAbout(version) {
  return {
    name: NAME,
    version,
    summary: SUMMARY,
    description: DESCRIPTION,
    license: "Apache-2.0 AND MIT",
    requires: ["glibc >= 2.28", "libstdc++", "shadow-utils"],
  };
}

/** What runs on the host around installing and removing, under the names that dpkg and rpm have for it. */
export function hostScripts() {
  const [install, before, after] = ["after-install", "before-remove", "after-remove"].map((name) =>
    readDeployed(`package/${name}.sh`).toString("utf8"),
  );
  return {
    deb: { postinst: install, prerm: before, postrm: after },
    rpm: { post: install, preun: before, postun: after },
  };
}
