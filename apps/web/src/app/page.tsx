import { FleetPage } from "../features/fleet/fleet-page";

export default function Page() {
  return <FleetPage />;
}
