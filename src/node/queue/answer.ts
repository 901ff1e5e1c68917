/** Answers to tasks as they come back through a queue: a block of records, and its hash. */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Task } from '../../ensemble/executor.ts';
import { valueFault } from '../../input/faults.ts';
import type { LengthRecord } from '../../measure/index.ts';
import { decodeHeader, decodePayload, encodeBlock, HEADER_BYTES } from '../records/format.ts';
import { taskHash } from './task.ts';

/** Characters of an answer: 64 MiB of numbers, far beyond the answers to the tasks that are made. */
const MOST_CHARACTERS = 90_000_000;

const ANSWER = z.strictObject({
  /** SHA-256 of the block. */
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  /** The block of a records file in base64; in the place of the experiment it names the task. */
  block: z.string().check(z.maxLength(MOST_CHARACTERS)),
});
export type Answer = z.output<typeof ANSWER>;

export function answerOf(record: LengthRecord, run: number, task: string): Answer {
  const block = encodeBlock(record, run, taskHash(task));
  return { sha256: sha256(block), block: block.toString('base64') };
}

/** The record in an answer to the task with this text. @throws RangeError for what is none. */
export function readAnswer(answer: unknown, { run, first, networks }: Task, task: string): LengthRecord {
  const { data } = ANSWER.safeParse(answer);
  if (data === undefined) return wrong('something else');
  const block = Buffer.from(data.block, 'base64');
  if (sha256(block) !== data.sha256) return wrong('a block that differs from its hash');
  const header = decodeHeader(block.subarray(0, HEADER_BYTES), taskHash(task));
  if (typeof header === 'string') return wrong(header);
  if (header.run !== run || header.first !== first || header.networks !== networks)
    return wrong('a block of other networks');
  if (block.length !== HEADER_BYTES + header.bytes) return wrong('a block that is cut off');
  return decodePayload(block.subarray(HEADER_BYTES), header);
}

function wrong(got: string): never {
  throw valueFault('answer', 'the block of a task', got);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
