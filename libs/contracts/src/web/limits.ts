/**
 * What the schemas here hold input to, without the schemas: a form that checks as one types needs no zod for it.
 * Such a module may import nothing.
 */

export const MAX_LABELS = 20;
export const LABEL_KEY_PATTERN = /^[A-Za-z]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
/** No control characters or line ends, no spaces at the ends, and no commas, Latin or Chinese: people write labels as `role=db, site=fra`. */
export const LABEL_VALUE_PATTERN = /^[^\s\p{C},，]([^\p{C}\p{Zl}\p{Zp},，]{0,98}[^\s\p{C},，])?$/u;

export const MAX_TOKEN_MINUTES = 60;
export const DEFAULT_TOKEN_MINUTES = 30;
