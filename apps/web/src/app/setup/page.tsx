import { SetupPage } from "../../features/auth/setup-page";

export default function Page() {
  return <SetupPage />;
}
