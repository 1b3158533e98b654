import auth from "./auth.json";
import common from "./common.json";
import fleet from "./fleet.json";

export const base = { auth, common, fleet };
