// Old Nodes must get as far as checkNode(): nothing newer than dynamic import in this file.
import { checkNode } from "../apps/cli/bin/node-version.mjs";

if (checkNode()) import("./lib/start-server.mjs").then((start) => start.startServer());
