/**
 * Blocks of records as bytes. A block has a header of 96 bytes, little-endian:
 *
 *     0  magic            52  run          72  number of the first network (f64)
 *     8  identity (32)    56  depth        80  checksum of the payload
 *    40  bytes of the     60  networks     84  0
 *        payload (f64)    64  layout       88  checksum of the header up to here
 *    48  version                           92  0
 *
 * and then its numbers: array by array as `sectionsOf` lists them, each layer by layer, network by network,
 * so that the numbers of a layer lie side by side. Checksums are CRC-32.
 */
import { crc32 } from 'node:zlib';
import { emptyRecord, type LengthRecord } from '../../measure/record.ts';
import { bytesOf, type Layout, layoutOf, measuresIn, sectionsOf } from './sections.ts';

export const MAGIC = 'EXPRBLCK';
export const FORMAT_VERSION = 1;
export const HEADER_BYTES = 96;

/** What the header of a block says. */
export interface BlockHeader {
  readonly run: number;
  readonly first: number;
  readonly networks: number;
  readonly depth: number;
  readonly layout: Layout;
  /** Bytes of its numbers, and their checksum. */
  readonly bytes: number;
  readonly checksum: number;
}

/** Bytes of the numbers of a block. */
export function payloadBytes({
  networks,
  depth,
  layout,
}: Pick<BlockHeader, 'networks' | 'depth' | 'layout'>) {
  return networks * depth * bytesOf(sectionsOf(layout));
}

/** The block of run number `run` as bytes. @param identity 32 bytes, of the experiment that was measured. */
export function encodeBlock(record: LengthRecord, run: number, identity: Uint8Array): Buffer {
  const { first, networks, depth } = record;
  const layout = layoutOf(record);
  const bytes = payloadBytes({ networks, depth, layout });
  const block = Buffer.alloc(HEADER_BYTES + bytes);
  let at = HEADER_BYTES;
  for (const { entries, type, of } of sectionsOf(layout)) {
    const values = of(record);
    for (let l = 0; l < depth; l++) {
      const layer = new type(networks * entries);
      for (let i = 0; i < networks; i++)
        for (let j = 0; j < entries; j++) layer[i * entries + j] = values[(i * depth + l) * entries + j]!;
      block.set(new Uint8Array(layer.buffer), at);
      at += layer.byteLength;
    }
  }
  block.write(MAGIC, 0, 'latin1');
  block.set(identity, 8);
  block.writeDoubleLE(bytes, 40);
  [FORMAT_VERSION, run, depth, networks, layout].forEach((value, i) => {
    block.writeUInt32LE(value, 48 + 4 * i);
  });
  block.writeDoubleLE(first, 72);
  block.writeUInt32LE(crc32(block.subarray(HEADER_BYTES)), 80);
  block.writeUInt32LE(crc32(block.subarray(0, 88)), 88);
  return block;
}

/** The header of a block, or a few words on what is wrong with it. */
export function decodeHeader(header: Buffer, identity: Uint8Array): BlockHeader | string {
  if (header.length < HEADER_BYTES) return 'it ends within the header of a block';
  if (header.toString('latin1', 0, 8) !== MAGIC) return 'no block where one should begin';
  if (header.readUInt32LE(88) !== crc32(header.subarray(0, 88))) return 'the checksum of a header differs';
  if (header.readUInt32LE(48) !== FORMAT_VERSION) return 'a block of another version of the format';
  if (!header.subarray(8, 40).equals(identity)) return 'a block of another experiment';
  const block: BlockHeader = {
    run: header.readUInt32LE(52),
    depth: header.readUInt32LE(56),
    networks: header.readUInt32LE(60),
    layout: header.readUInt32LE(64),
    first: header.readDoubleLE(72),
    bytes: header.readDoubleLE(40),
    checksum: header.readUInt32LE(80),
  };
  return block.bytes === payloadBytes(block) ? block : 'a block of another size than its header says';
}

/** The record in the numbers of a block. */
export function decodePayload(payload: Uint8Array, block: BlockHeader): LengthRecord {
  const { first, networks, depth, layout } = block;
  const has = (bit: number) => (layout & bit) !== 0;
  const record = emptyRecord(first, networks, depth, measuresIn(layout), has(1), has(2));
  let at = 0;
  for (const { entries, type, of } of sectionsOf(layout)) {
    const values = of(record);
    const size = networks * entries * type.BYTES_PER_ELEMENT;
    for (let l = 0; l < depth; l++, at += size) {
      const layer = new type(copyOf(payload, at, size));
      for (let i = 0; i < networks; i++)
        for (let j = 0; j < entries; j++) values[(i * depth + l) * entries + j] = layer[i * entries + j]!;
    }
  }
  return record;
}

/** Buffers share memory, at any alignment. */
function copyOf({ buffer, byteOffset }: Uint8Array, at: number, size: number): ArrayBuffer {
  return buffer.slice(byteOffset + at, byteOffset + at + size) as ArrayBuffer;
}
