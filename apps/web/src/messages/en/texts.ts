import charts from "./charts.json";
import counters from "./counters.json";
import host from "./host.json";
import learn from "./learn.json";
import states from "./states.json";
import sysctls from "./sysctls.json";

export const texts = { charts, counters, host, learn, states, sysctls };
