/** Names an entry of a top list. */
export type OwnedKeyLike =
  | {
      readonly list: "destinations";
      readonly sourceAddress: string;
      readonly address: string;
      readonly port: number;
    }
  | { readonly list: "localPorts"; readonly port: number }
  | { readonly list: "peers"; readonly address: string };

/** A process that holds sockets of a key. */
export interface SocketOwner {
  readonly pid: number;
  /** /proc/PID/comm; what cannot be printed is shown as U+FFFD. */
  readonly name: string;
  /** Effective user id; null when it cannot be read. */
  readonly uid: number | null;
  /** The systemd unit of its cgroup, such as `nginx.service`; null where there is none. */
  readonly unit: string | null;
  /** The container of its cgroup: the first twelve digits of its id, or a name; null where there is none. */
  readonly container: string | null;
  /** Sockets of the key that this process holds; one shared by several processes counts for each. */
  readonly sockets: number;
}

export interface KeyOwners<K extends OwnedKeyLike = OwnedKeyLike> {
  readonly key: K;
  /** At most MAX_OWNERS, most sockets first. */
  readonly owners: readonly SocketOwner[];
  /** Sockets without a process: TIME_WAIT, SYN_RECV, orphans, and connections that accept() was not called for yet. */
  readonly ownerless: number;
  /** Sockets that no process holds of those that could be looked into. */
  readonly hidden: number;
}

export const MAX_OWNED_KEYS = 200;
export const MAX_OWNERS = 10;
