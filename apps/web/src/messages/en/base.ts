import auth from "./auth.json";
import common from "./common.json";
import fleet from "./fleet.json";
import settings from "./settings.json";

export const base = { auth, common, fleet, settings };
