/** What came of reading bytes of a codec: any bytes give a value or the reason why there is none. */
export type PackReading<T> = { readonly ok: true; readonly value: T } | PackFailure;

export type PackFailure = { readonly ok: false; readonly reason: string };
