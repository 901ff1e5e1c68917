import { describe, expect, test } from 'vitest';
import { entriesOf } from '../../../src/experiment/measures.ts';
import { emptyRecord, type LengthRecord } from '../../../src/measure/record.ts';
import { decodeHeader, decodePayload, encodeBlock, HEADER_BYTES } from '../../../src/node/records/format.ts';

const identity = new Uint8Array(32).fill(7);

/** Three networks of depth 2 with everything that records may have, all numbers different. */
function full(): LengthRecord {
  const record = emptyRecord(5, 3, 2, ['transitions', 'q', 'autocorrelation'], true, true);
  const { energies, expected, measures } = record;
  let next = 0;
  const arrays = [record.length, record.preLength, record.exponent, energies!.length, energies!.preLength];
  const counts = [expected!.transitions, expected!.regions];
  const measured = Object.values(measures).flatMap(({ values, exponent }) =>
    exponent ? [values, exponent] : [values],
  );
  for (const array of [...arrays, ...counts, ...measured]) for (const at of array.keys()) array[at] = ++next;
  record.length[0] = Number.NaN;
  return record;
}

test('a record comes back as it was', () => {
  const block = encodeBlock(full(), 4, identity);
  const header = decodeHeader(block.subarray(0, HEADER_BYTES), identity);
  expect(header).toMatchObject({
    run: 4,
    first: 5,
    networks: 3,
    depth: 2,
    bytes: block.length - HEADER_BYTES,
  });
  if (typeof header === 'string') throw new Error(header);
  expect(decodePayload(block.subarray(HEADER_BYTES), header)).toEqual(full());
});

test('numbers of a layer lie side by side', () => {
  const block = encodeBlock(full(), 0, identity);
  const second = HEADER_BYTES + 3 * 8;
  expect(block.readDoubleLE(second)).toBe(full().length[1]);
  expect(block.readDoubleLE(second + 8)).toBe(full().length[3]);
  expect(entriesOf('autocorrelation')).toBeGreaterThan(1);
});

describe('a header', () => {
  const header = encodeBlock(full(), 4, identity).subarray(0, HEADER_BYTES);
  test('is refused with any bit changed', () => {
    for (let bit = 0; bit < 8 * 92; bit++) {
      const damaged = Buffer.from(header);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect(typeof decodeHeader(damaged, identity), `bit ${bit}`).toBe('string');
    }
  });
  test('is refused when it ends early, and with another identity', () => {
    expect(decodeHeader(header.subarray(0, 50), identity)).toContain('ends');
    expect(decodeHeader(header, new Uint8Array(32))).toContain('another experiment');
  });
});
