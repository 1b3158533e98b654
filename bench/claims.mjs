import { readFileSync } from "node:fs";

/**
 * What the README may say about speed and size, made from the committed reports. A test holds that each of
 * these phrases stands in the README word for word: a new report without a new README, or the reverse, fails.
 */
function readReport(name) {
  return JSON.parse(readFileSync(new URL(`./reports/${name}.json`, import.meta.url), "utf8"));
}

function ratio(report, sockets, side) {
  const found = report.comparisons.find(
    (comparison) =>
      Math.round(comparison.sockets / 1000) === sockets / 1000 && comparison.name.startsWith(side),
  );
  if (found === undefined) throw new Error(`the report compares no ${side} at ${sockets} sockets`);
  return found.ratio.toFixed(2);
}

function figure(report, name, digits, factor = 1) {
  const found = report.assessed.find((entry) => entry.name === name);
  if (found === undefined) throw new Error(`the report assesses no ${name}`);
  return (found.value * factor).toFixed(digits);
}

/** @returns the phrases of the README, in its order. */
export function listClaims() {
  const collector = readReport("collector");
  const agent = readReport("agent");
  const side = (name) => [50_000, 200_000].map((sockets) => ratio(collector, sockets, name)).join(" and ");
  return [
    `${side("bare C reader")} × a bare C reader of the same dump`,
    `${side("`ss -tan >/dev/null`")} × \`ss -tan\``,
    `${side("prometheus-node-exporter")} × a scrape of node_exporter's tcpstat`,
    `${figure(agent, "CPU on a quiet host, share of one core", 2, 100)} % of a core on a quiet host`,
    `${figure(agent, "CPU at 50,000 sockets, share of one core", 2, 100)} % at 50,000 sockets`,
    `${figure(agent, "resident on a quiet host, MB", 0)} MB resident`,
    `${figure(agent, "bytes received per second from a quiet host", 0)} bytes a second`,
  ];
}
