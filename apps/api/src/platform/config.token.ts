/** Injection token of the `ApiConfig`. */
export const CONFIG = Symbol("ApiConfig");
