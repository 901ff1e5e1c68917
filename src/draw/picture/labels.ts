/**
 * Moves positions apart until neighbours are at least `gap` from each other, within [low, high] where they
 * fit, as little as that needs; their order is kept. Returned in the order given.
 */
export function spread(positions: readonly number[], gap: number, low: number, high: number): number[] {
  const order = positions.map((_, i) => i).sort((a, b) => positions[a]! - positions[b]! || a - b);
  // Groups of touching labels, each centred on the mean of what its members wished for.
  const groups: { members: number[]; centre: number }[] = [];
  for (const i of order) {
    let group = { members: [i], centre: positions[i]! };
    for (let below = groups.at(-1); below !== undefined; below = groups.at(-1)) {
      const distance = (gap * (below.members.length + group.members.length)) / 2;
      if (group.centre - below.centre >= distance) break;
      groups.pop();
      const members = [...below.members, ...group.members];
      group = { members, centre: members.reduce((sum, m) => sum + positions[m]!, 0) / members.length };
    }
    const half = (gap * (group.members.length - 1)) / 2;
    group.centre = Math.max(low + half, Math.min(high - half, group.centre));
    groups.push(group);
  }
  const placed = [...positions];
  for (const { members, centre } of groups) {
    members.forEach((m, k) => {
      placed[m] = centre + gap * (k - (members.length - 1) / 2);
    });
  }
  return placed;
}
