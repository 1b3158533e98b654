interface Call {
  readonly module: string;
  readonly name: string;
  readonly argument: unknown;
}

/** @returns the plain data that the function gave: the caller knows which function it named. */
export function runAs(call: Call & { readonly uid: number }): Promise<unknown>;
