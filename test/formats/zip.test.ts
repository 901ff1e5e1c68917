import { describe, expect, test } from 'vitest';
import { zipEntries } from '../../src/formats/zip.ts';
import { type ZipFile, zip } from '../node/fixtures.ts';

async function contents(bytes: Uint8Array): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { name, content } of zipEntries(bytes)) found[name] = Buffer.from(content).toString();
  return found;
}

async function refusal(bytes: Uint8Array): Promise<string> {
  const error: unknown = await contents(bytes).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RangeError);
  return (error as Error).message;
}

const a: ZipFile = { name: 'a', content: Buffer.from('first') };
const b: ZipFile = { name: 'b', content: Buffer.from('second, '.repeat(50)), deflated: true };

test('stored and deflated files are unpacked', async () => {
  expect(await contents(zip([a, b]))).toEqual({ a: 'first', b: 'second, '.repeat(50) });
});

test('a comment at the end is skipped', async () => {
  const bytes = Buffer.concat([zip([a]), Buffer.from('made by hand')]);
  expect(await contents(bytes)).toEqual({ a: 'first' });
});

const damaged = zip([a]);
damaged[31] = 255;
const zeros = Buffer.alloc(1 << 20);
const elsewhere = zip([a]);
elsewhere.writeUInt32LE(0xffffffff, elsewhere.length - 6);
describe('refused', () => {
  test.each<[string, Uint8Array, string]>([
    ['an empty file', Buffer.of(), 'an empty file'],
    ['text', Buffer.from('hello, this is a file of text'), 'not a ZIP archive'],
    ['damaged content', damaged, '"a" is damaged: its checksum does not fit'],
    ['half a file', zip([a, b]).subarray(40), 'damaged: its directory points at something else'],
    ['a name twice', zip([a, { ...b, name: 'a' }]), 'expected each entry once, got "a" twice'],
    ['encryption', zip([{ ...a, flags: 1 }]), '"a" is encrypted'],
    [
      'another compression',
      zip([{ ...a, method: 12 }]),
      '"a" is compressed by method 12; expected stored or deflated',
    ],
    [
      'two entries on one file',
      zip([b, { ...b, name: 'c', at: 0 }]),
      'expected entries side by side, got "c" inside "b"',
    ],
    [
      'an entry inside another',
      zip([
        { name: 'outer', content: zip([a]) },
        { ...a, at: 35 },
      ]),
      'expected entries side by side, got "a" inside "outer"',
    ],
    [
      'less than was said',
      zip([{ ...b, claims: 1000 }]),
      '"b": truncated: 400 bytes unpacked of 1,000 bytes',
    ],
    ['more than was said', zip([{ ...b, claims: 100 }]), '"b": too long: more than 100 bytes unpacked'],
    [
      'a stored file of another size',
      zip([{ ...a, claims: 6 }]),
      '"a" is damaged: it is stored in 5 bytes and has 6',
    ],
    [
      'more than so few bytes can hold',
      zip([{ ...b, claims: 2 ** 28 }]),
      '"b": it claims 256 MiB, more than 15 bytes can hold',
    ],
    [
      'more than is unpacked of any archive',
      zip([
        { ...b, claims: 2 ** 29 },
        { ...b, name: 'c', claims: 2 ** 29 },
      ]),
      'expected at most 516 MiB unpacked, got 1,024 MiB',
    ],
    [
      'a bomb that claims to be small',
      zip([{ name: 'zeros', content: zeros, deflated: true, claims: 1000 }]),
      '"zeros": too long: more than 1,000 bytes unpacked',
    ],
    ['zip64', elsewhere, 'expected a plain ZIP archive, got zip64, for sizes beyond 4 GiB'],
    [
      'a size in a zip64 record',
      zip([{ ...b, claims: 0xffffffff }]),
      'expected a plain ZIP archive, got zip64, for sizes beyond 4 GiB',
    ],
    [
      'a name of control characters',
      zip([{ ...a, name: '\u001b[2J', method: 99 }]),
      '"\\u001b[2J" is compressed by method 99; expected stored or deflated',
    ],
  ])('%s', async (_, bytes, expected) => {
    expect(await refusal(bytes)).toBe(expected);
  });
});
