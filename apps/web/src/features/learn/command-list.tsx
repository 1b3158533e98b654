import { CopyButton } from "../../design/copy-button";

/** Commands to run by hand, one a line, each with its copy button. */
export function CommandList({ commands }: { commands: readonly string[] }) {
  return (
    <ul className="divide-y divide-line rounded border border-line bg-raised">
      {commands.map((command) => (
        <li key={command} className="flex items-start gap-2 py-1 pr-1 pl-3">
          <code className="min-w-0 grow whitespace-pre-wrap break-words py-1.5 text-dense">{command}</code>
          <CopyButton text={command} />
        </li>
      ))}
    </ul>
  );
}
