import { CLOSING_TRANSITIONS } from "./state-machine/closing.js";
import { OPENING_TRANSITIONS } from "./state-machine/opening.js";
import { STATE_FACTS, type StateFacts } from "./state-machine/states.js";
import type { Transition } from "./state-machine/transition.js";

export type { StateFacts, StateOwner } from "./state-machine/states.js";
export type { Transition } from "./state-machine/transition.js";

/**
 * The TCP state machine as Linux runs it. Transitions go from opening to closing; those that
 * leave a state where it was are drops and refusals.
 */
export const STATE_MACHINE: {
  readonly states: readonly StateFacts[];
  readonly transitions: readonly Transition[];
} = { states: STATE_FACTS, transitions: [...OPENING_TRANSITIONS, ...CLOSING_TRANSITIONS] };
