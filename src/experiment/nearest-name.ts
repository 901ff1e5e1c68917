const bare = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * The one of `names` that `name` most likely meant, or `null`: the only one that begins with it, or one a few
 * letters away; `sigma_w` and `Sigma-W` are as near to `sigmaW` as can be.
 */
export function nearestName(name: string, names: readonly string[]): string | null {
  const wanted = bare(name).slice(0, 40);
  const longer = wanted.length < 3 ? [] : names.filter((candidate) => bare(candidate).startsWith(wanted));
  if (longer.length === 1) return longer[0]!;
  let nearest: string | null = null;
  let least = Math.min(3, wanted.length / 2);
  for (const candidate of names) {
    const distance = editDistance(wanted, bare(candidate));
    if (distance <= least && (nearest === null || distance < least)) {
      nearest = candidate;
      least = distance;
    }
  }
  return nearest;
}

/** Levenshtein's distance: insertions, deletions and replacements that turn `a` into `b`. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
