import { mkdirSync, writeFileSync } from "node:fs";
import { arch, cpus, release, totalmem } from "node:os";
import { fileURLToPath } from "node:url";

const REPORTS = fileURLToPath(new URL("./reports/", import.meta.url));

function describeMachine() {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() || "unknown",
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    kernel: release(),
    arch: arch(),
    node: process.version,
    date: new Date().toISOString().slice(0, 10),
  };
}

function writeTable({ columns, rows }) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
}

function writeMarkdown(name, machine, { title, verdict, facts, table, notes }) {
  const { cpu, cores, memoryGiB, kernel, node, date } = machine;
  return `# ${title}

**${verdict.passed ? "Met" : "Missed"}: ${verdict.text}**

Made by \`npm run bench -- ${name}\` on ${date}: ${cores} × ${cpu}, ${memoryGiB} GiB, Linux ${kernel}, Node ${node}.
Both sides were measured in turn within one run, so read the ratios; milliseconds are this machine's.

${facts.map((fact) => `- ${fact}`).join("\n")}

${writeTable(table)}

${notes.map((note) => `- ${note}`).join("\n")}
`;
}

/** Writes `reports/<name>.json` and `.md`. @returns the text of the latter. */
export function saveReport(name, result) {
  const machine = describeMachine();
  const { verdict, measurements } = result;
  const markdown = writeMarkdown(name, machine, result);
  mkdirSync(REPORTS, { recursive: true });
  writeFileSync(
    `${REPORTS}${name}.json`,
    `${JSON.stringify({ machine, verdict, ...measurements }, null, 2)}\n`,
  );
  writeFileSync(`${REPORTS}${name}.md`, markdown);
  return markdown;
}
