// Old Nodes must get as far as checkNode(): nothing newer than dynamic import in this file.
import { checkNode } from "../apps/cli/bin/node-version.mjs";

if (checkNode()) import("./lib/test-command.mjs").then((command) => command.testCommand());
