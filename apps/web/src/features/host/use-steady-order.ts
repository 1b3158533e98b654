"use client";

import { useState } from "react";
import { isOutOfOrder, keepSteady } from "./model/steady-order";

type Order = { readonly of: string; readonly keys: readonly string[] };

/**
 * Keys in the order the reader has before the eyes.
 * @param of what is listed; another thing is ordered anew
 */
export function useSteadyOrder(ranked: readonly string[], of: string) {
  const [order, setOrder] = useState<Order | null>(null);
  const keys = keepSteady(order?.of === of ? order.keys : null, ranked);
  if (order === null || order.of !== of || order.keys !== keys) setOrder({ of, keys });
  return {
    keys,
    isOutOfOrder: isOutOfOrder(keys, ranked),
    sortAgain: () => setOrder({ of, keys: ranked }),
  };
}
