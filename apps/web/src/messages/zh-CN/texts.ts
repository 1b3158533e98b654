import charts from "./charts.json";
import condition from "./condition.json";
import connections from "./connections.json";
import counters from "./counters.json";
import host from "./host.json";
import learn from "./learn.json";
import namespaces from "./namespaces.json";
import states from "./states.json";
import sysctls from "./sysctls.json";

export const texts = { charts, condition, connections, counters, host, learn, namespaces, states, sysctls };
