const MAX_SUGGESTIONS = 3;

/** @returns the known names nearest to one that is not known, nearest first; none when nothing is near. */
export function suggestNames(name: string, known: readonly string[]): string[] {
  const wanted = name.toLowerCase().slice(0, 80);
  const near = known
    .map((candidate) => ({ candidate, distance: distanceOf(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(2, candidate.length / 3))
    .sort((a, b) => a.distance - b.distance);
  const best = near[0]?.distance ?? 0;
  return near
    .filter(({ distance }) => distance <= best + 1)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ candidate }) => candidate);
}

/** A name without its table, as in "ListenDrops", is nearly right. */
function distanceOf(wanted: string, candidate: string): number {
  const field = candidate.slice(candidate.lastIndexOf(".") + 1);
  return Math.min(editDistance(wanted, candidate), editDistance(wanted, field) + 1);
}

/** Levenshtein's: insertions, deletions and substitutions. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
