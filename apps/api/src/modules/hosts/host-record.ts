/** What an agent says of its host at each connect. */
export interface HostDescription {
  readonly name: string;
  readonly kernel: string;
  readonly arch: string;
  readonly agentVersion: string;
  readonly bootId: string | null;
  readonly bootedAt: Date | null;
  readonly netnsInode: number | null;
  readonly intervalMs: number;
}

export interface HostRecord extends HostDescription {
  readonly id: string;
  readonly enrolledAt: Date;
  /** Receive time of the newest sample when the agent was last disconnected; null before the first. */
  readonly lastSeenAt: Date | null;
  readonly revokedAt: Date | null;
}
