import { type Part, splitNames } from "./split-names";

/** Text from the catalogue, the kernel's own words in mono. */
export function Prose({ text }: { text: string }) {
  return splitNames(text).map((part) => <Piece key={part.at} part={part} />);
}

function Piece({ part }: { part: Part }) {
  if (part.kind === "text") return part.text;
  if (part.kind === "name") return <span className="font-mono text-[0.96em]">{part.text}</span>;
  return <code className="break-words rounded-[3px] bg-raised px-1 py-px text-[0.92em]">{part.text}</code>;
}
