import { HostsSettingsPage } from "../../../features/settings-hosts/hosts-settings-page";

export default function Page() {
  return <HostsSettingsPage />;
}
