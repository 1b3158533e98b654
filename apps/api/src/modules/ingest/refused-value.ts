/** SQLSTATE class 22 is a data exception, 23 a violated constraint: trying again cannot help. */
export function isRefusedValue(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^2[23]/.test(String(error.code));
}
