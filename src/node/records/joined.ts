import { copyBlock, emptyLike } from '../../ensemble/gather.ts';
import type { LengthRecord } from '../../measure/record.ts';

/** The same networks in fewer records. */
export function joined(blocks: readonly LengthRecord[]): LengthRecord[] {
  const groups: LengthRecord[][] = [];
  let end = -1;
  for (const block of [...blocks].sort((a, b) => a.first - b.first)) {
    if (block.first === end) groups.at(-1)!.push(block);
    else groups.push([block]);
    end = block.first + block.networks;
  }
  return groups.map((group) => {
    const [first] = group as [LengthRecord];
    if (group.length === 1) return first;
    const networks = group.reduce((sum, block) => sum + block.networks, 0);
    const record = emptyLike(first, first.first, networks, first.depth);
    for (const block of group) copyBlock(block, record);
    return record;
  });
}
