import {
  type FieldTable,
  FieldTableBuilder,
  type LabelledLine,
  splitCompleteLines,
  splitLabelled,
} from "./field-table.js";

function takePair(table: FieldTableBuilder, names: LabelledLine, values: LabelledLine): void {
  const { label } = names;
  if (names.tokens.length !== values.tokens.length) {
    table.skip(`${label}: ${names.tokens.length} names but ${values.tokens.length} values`);
    return;
  }
  for (const [index, name] of names.tokens.entries()) {
    table.put(`${label}.${name}`, values.tokens[index] ?? "");
  }
}

/**
 * The form of /proc/net/snmp and /proc/net/netstat: a line of names, then a line of values under the
 * same label. Columns differ from kernel to kernel, so a value is found by its name in the line above.
 * A pair whose lengths differ is dropped whole: its values could belong to any name.
 */
export function parsePairedTable(text: string): FieldTable {
  const table = new FieldTableBuilder();
  let names: LabelledLine | null = null;
  for (const line of splitCompleteLines(text, table)) {
    const current = splitLabelled(line);
    if (current !== null && names?.label === current.label) {
      takePair(table, names, current);
      names = null;
      continue;
    }
    if (names !== null) table.skip(`${names.label}: a line without its pair`);
    if (current === null && line.trim() !== "") table.skip(`no label: ${line}`);
    names = current;
  }
  if (names !== null) table.skip(`${names.label}: a line without its pair`);
  return table.build();
}
