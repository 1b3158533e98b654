/** The local ports that connect() picks from. */
export interface EphemeralPorts {
  /** Both ends of ip_local_port_range; null where unreadable. */
  readonly range: readonly [low: number, high: number] | null;
  /** Whether ip_local_reserved_ports keeps a port of the range from being picked. */
  isReserved(port: number): boolean;
}
