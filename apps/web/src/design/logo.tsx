/** Four ends of a connection in three of the states' colours. */
export function Logo() {
  return (
    <svg aria-hidden viewBox="4 6 24 20" width={20} height={20} className="shrink-0">
      <g fill="none" strokeWidth={3.2} strokeLinecap="round">
        <path d="M8 10h9" stroke="var(--state-established)" />
        <path d="M15 16h9" stroke="var(--state-syn-sent)" />
        <path d="M8 22h9" stroke="var(--state-time-wait)" />
      </g>
      <circle cx="23" cy="10" r="2.2" fill="var(--state-established)" />
      <circle cx="9.4" cy="16" r="2.2" fill="var(--state-syn-sent)" />
      <circle cx="23" cy="22" r="2.2" fill="var(--state-time-wait)" />
    </svg>
  );
}
