import "reflect-metadata";

export { type ApiConfig, type ParsedApiConfig, parseApiConfig } from "./config.js";
export { type RunningApi, startApi } from "./main.js";
export {
  type Account,
  type AccountOutcome,
  type Accounts,
  openAccounts,
  type Role,
} from "./modules/users/accounts.js";
