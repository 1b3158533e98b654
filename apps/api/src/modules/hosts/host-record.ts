import type { Labels } from "@fourtuple/contracts/web";

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
  /** What people call it; null leaves it `name`. */
  readonly givenName: string | null;
  readonly labels: Labels;
  readonly enrolledAt: Date;
  /** Receive time of the newest sample when the agent was last disconnected; null before the first. */
  readonly lastSeenAt: Date | null;
  readonly revokedAt: Date | null;
  /** When two agents were last seen to use its key in turn. */
  readonly duplicateKeySeenAt: Date | null;
}

/** What people may change of a host; what is left out stays. */
export interface HostChange {
  readonly givenName?: string | null;
  readonly labels?: Labels;
}

/** What everyone calls the host. */
export function hostNameOf({ givenName, name }: Pick<HostRecord, "givenName" | "name">): string {
  return givenName ?? name;
}
