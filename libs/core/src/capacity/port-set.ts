const PORTS = 65_536;

/** A set of ports, asked for once per socket: one bit each. */
export class PortSet {
  readonly #bits = new Uint32Array(PORTS / 32);

  constructor(ports: Iterable<number> = []) {
    for (const port of ports) this.add(port);
  }

  /** Numbers that are no port are left out. */
  add(port: number): void {
    const word = this.#bits[port >> 5];
    if (word !== undefined && port >= 0 && port < PORTS) this.#bits[port >> 5] = word | (1 << (port & 31));
  }

  has(port: number): boolean {
    return (((this.#bits[port >> 5] ?? 0) >>> (port & 31)) & 1) === 1;
  }
}
