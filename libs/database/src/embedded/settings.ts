/** What the server is started with, by name; these win over postgresql.conf. */
export interface ServerSettings {
  readonly port: number;
  readonly fsync: boolean;
}

/**
 * The server's settings as command-line arguments. Small, because it shares the machine with what it
 * watches; sizes and counts are judgement, for one API process and some tens of hosts.
 */
export function settingArguments({ port, fsync }: ServerSettings): string[] {
  const settings: Readonly<Record<string, string>> = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    cluster_name: "fourtuple",
    max_connections: "60",
    shared_buffers: "64MB",
    max_wal_size: "256MB",
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    // An acknowledged sample must survive any crash.
    synchronous_commit: "on",
    fsync: onOff(fsync),
    full_page_writes: onOff(fsync),
    // The log holds what went wrong and nothing else: no statements, since those may hold secrets.
    log_checkpoints: "off",
    log_min_error_statement: "panic",
    log_line_prefix: "%m [%p] ",
  };
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

function onOff(value: boolean): string {
  return value ? "on" : "off";
}
