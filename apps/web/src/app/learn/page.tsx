import { LearnPage } from "../../features/learn/learn-page";
import { StateDiagram } from "../../features/state-diagram/state-diagram";

export default function Page() {
  return <LearnPage diagram={<StateDiagram />} />;
}
