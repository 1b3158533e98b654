import { Chart, Filler, LinearScale, LineController, LineElement, type Plugin, PointElement } from "chart.js";
import { overlayPlugin } from "./overlay-plugin";

// Only what is drawn is registered; legend, tooltip and axis labels are ours, so that they can be read aloud.
Chart.register(
  LineController,
  LineElement,
  PointElement,
  LinearScale,
  Filler,
  overlayPlugin as Plugin<"line">,
);

export { Chart };
