import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../lib/repository.mjs";

/**
 * The licences of all that the file carries: ours, that of each npm package in the bundle, and Node's, which holds
 * those of its own parts.
 */
export function collectLicenses(packageNames, nodeLicense) {
  const ours = section("Fourtuple", readFileSync(join(root, "LICENSE"), "utf8"));
  const parts = [...packageNames, "koffi"].sort().map((name) => section(name, readLicense(name)));
  return Buffer.from([ours, ...parts, section("Node.js", nodeLicense.toString("utf8"))].join("\n"));
}

function readLicense(name) {
  const folder = join(root, "node_modules", name);
  const file = existsSync(folder) && readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (file) return readFileSync(join(folder, file), "utf8");
  const { license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return `${license}\n`;
}

function section(title, text) {
  return `${"=".repeat(72)}\n${title}\n${"=".repeat(72)}\n${text}`;
}
