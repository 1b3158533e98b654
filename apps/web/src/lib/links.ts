import type { TcpState } from "@fourtuple/core/tcp";

/** The one place that knows where a page lies. The export has no dynamic routes, so a host is a query. */
export const FLEET_HREF = "/";
export const LEARN_HREF = "/learn/";
export const SETTINGS_HOSTS_HREF = "/settings/hosts/";
export const LOGIN_HREF = "/login/";

export function hostHref(hostId: string): string {
  return `/host/?id=${encodeURIComponent(hostId)}`;
}

/** The Learn page holds an element with this id for each state. */
export function stateHref(state: TcpState): string {
  return `${LEARN_HREF}#${state}`;
}
