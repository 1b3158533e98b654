import type { Role } from "@fourtuple/contracts/web";
import { SetMetadata } from "@nestjs/common";

export const PUBLIC = "fourtuple:public";
export const ROLES = "fourtuple:roles";

/** Opens a route to anyone, without a session. Every such route is listed in the route inventory. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Limits a route to these roles; without it every logged-in user may call it. */
export const Roles = (...roles: readonly Role[]) => SetMetadata(ROLES, roles);
