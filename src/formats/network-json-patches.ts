/** Convolutions and pools of network files written as JSON. */
import { integerIn, oneOf } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import {
  type GivenConv2d,
  type GivenPool,
  layerArrays,
  PADDINGS_OF,
  type Padding,
  type Pads,
  type Patched,
  patchedShape,
  type Shape,
  sizeOf,
} from '../network/index.ts';
import { fieldsOf, isNumbers, ROWS, rowsOf, shown } from './json-fields.ts';
import { MOST_NUMBERS, MOST_SIDE, shownCount } from './limits.ts';

const PATCHES = ['type', 'inputShape', 'kernel', 'stride'] as const;

/** @throws RangeError, TypeError that says in one line what is wrong. */
export function patchLayer(
  value: { readonly type: unknown },
  where: string,
  weightsLeft: number,
): GivenConv2d | GivenPool {
  const type = value.type as (GivenConv2d | GivenPool)['type'];
  if (type !== 'conv2d') {
    const fields = fieldsOf(value, where, [...PATCHES, 'padding', 'pads']);
    const { padding = 'none' } = fields;
    oneOf(PADDINGS_OF[type], `${where}, padding`, padding);
    const patches = patchesOf(fields, padding as GivenPool['padding'], where);
    const width = widthOf(patches, patches.inputShape[2], where);
    if (width * patches.kernel ** 2 > MOST_NUMBERS)
      throw valueFault(
        where,
        `patches of at most ${shownCount(MOST_NUMBERS)} numbers in all`,
        `a kernel of ${patches.kernel}`,
      );
    return { type, ...patches, width, activation: { name: 'linear' } };
  }
  const fields = fieldsOf(value, where, [...PATCHES, 'padding', 'pads', ...ROWS]);
  oneOf(PADDINGS_OF.conv2d, `${where}, padding`, fields.padding ?? null);
  const rows = rowsOf(fields, where);
  const patches = patchesOf(fields, fields.padding as Padding, where);
  const fanIn = patches.kernel ** 2 * patches.inputShape[2];
  const read = layerArrays(rows, where, fanIn, weightsLeft);
  const channels = read.width;
  const width = widthOf(patches, channels, where);
  const { weights, biases = new Float64Array(channels), activation } = read;
  if (activation === undefined) throw valueFault(`${where}, activation`, 'a name', 'none');
  return { type: 'conv2d', ...patches, channels, weights, biases, width, fanIn, activation };
}

function patchesOf<P extends Patched['padding']>(
  { inputShape, kernel, stride, pads }: { readonly [name in (typeof PATCHES)[number] | 'pads']?: unknown },
  padding: P,
  where: string,
): Patched & { readonly padding: P } {
  if (!isNumbers(inputShape) || inputShape.length !== 3)
    throw valueFault(where, 'inputShape, [height, width, channels]', shown(inputShape));
  for (const side of inputShape) integerIn(1, MOST_SIDE, `${where}, inputShape`, side);
  for (const [name, count] of Object.entries({ kernel, stride }))
    integerIn(1, MOST_SIDE, `${where}, ${name}`, count ?? null);
  if (pads !== undefined) checkPads(pads, kernel as number, padding, where);
  return {
    inputShape: inputShape as number[] as [...Shape],
    kernel: kernel as number,
    stride: stride as number,
    padding,
    ...(pads !== undefined && { pads: pads as number[] as [...Pads] }),
  };
}

function checkPads(pads: unknown, kernel: number, padding: Patched['padding'], where: string): void {
  if (!isNumbers(pads) || pads.length !== 4)
    throw valueFault(where, 'pads, [top, left, bottom, right]', shown(pads));
  if (padding !== 'zero' && padding !== 'cut')
    throw valueFault(`${where}, pads`, `none with padding ${padding}`, shown(pads));
  for (const pad of pads) integerIn(0, kernel - 1, `${where}, pads`, pad);
}

/** How many numbers come out, of `channels` at each place. */
function widthOf(patches: Patched, channels: number, where: string): number {
  const { inputShape, kernel } = patches;
  const shape = patchedShape(patches, channels);
  if (Math.min(...shape) < 1) throw valueFault(where, 'a kernel inside of its input', kernel);
  const width = sizeOf(shape);
  const largest = Math.max(width, sizeOf(inputShape));
  if (largest > MOST_SIDE)
    throw valueFault(where, `at most ${shownCount(MOST_SIDE)} numbers in and out`, shownCount(largest));
  return width;
}
