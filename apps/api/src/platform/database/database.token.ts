/** Injection token of the `Database` of @fourtuple/database; only repositories ask for it. */
export const DATABASE = Symbol("Database");
