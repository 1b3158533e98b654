/** @returns the value below which `share` (0 to 1) of the values lie, between two values by their mean weight. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const low = Math.floor(place);
  const high = Math.ceil(place);
  return sorted[low] + (sorted[high] - sorted[low]) * (place - low);
}

export function median(values) {
  return quantile(values, 0.5);
}

/** Median with the middle half around it, as text. */
export function describeSpread(values, digits) {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => quantile(values, share).toFixed(digits));
  return { median: middle, spread: `${low} to ${high}` };
}
