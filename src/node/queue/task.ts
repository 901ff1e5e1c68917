/**
 * Tasks as they stand in a queue: JSON texts of bounded size that hold all that a worker needs, and nothing
 * but plain data. A worker takes no other text.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Task } from '../../ensemble/executor.ts';
import { checkPlain, wrongValue } from '../../input/check.ts';
import { cut } from '../../input/errors.ts';
import { valueFault } from '../../input/faults.ts';
import { kernelBuilds } from '../../kernels/index.ts';
import { checkSubject } from '../../measure/check-subject.ts';
import type { Subject } from '../../measure/index.ts';
import { batchOf, type Layer, layerRuns, withBatch } from '../../network/index.ts';
import { version } from '../../version.ts';

export const TASK_SCHEMA = 'expressivity/task@1';
/** Characters of a task. A curve between two points of 784 pixels takes 20,000 of them. */
export const MOST_TASK_CHARACTERS = 2 ** 20;
/** Networks times layers of a task, far beyond those that are made (`coarse.ts`). */
const MOST_ENTRIES = 2 ** 24;

/** What measures: workers and whoever asks them must agree on it. */
export const MEASURED_BY = { version, kernelsSha256: kernelBuilds.simd128.sha256 } as const;

/** A task that a worker can answer. */
export interface QueuedTask extends Task {
  /** Whose run it is. */
  readonly owner: string;
  readonly subject: Subject;
  /** Equal for equal subjects. */
  readonly subjectKey: string;
}

const whole = z.int().check(z.nonnegative());
const layers = z.array(z.strictObject({ count: z.int().check(z.positive()), layer: z.looseObject({}) }));
const SUBJECT = z.strictObject({
  network: z.strictObject({
    inputDim: z.int().check(z.positive()),
    layers,
    batch: z.optional(z.array(z.string())),
  }),
  seed: whole,
  curve: z.strictObject({ kind: z.string(), vertices: z.array(z.string()) }),
  points: whole,
  estimator: z.optional(z.string()),
  measures: z.optional(z.array(z.string())),
  draw: z.optional(z.string()),
});
const TASK = z.strictObject({
  schema: z.literal(TASK_SCHEMA),
  version: z.string(),
  kernelsSha256: z.string(),
  owner: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  run: whole,
  first: whole,
  networks: z.int().check(z.positive()),
  subject: SUBJECT,
});

/** A subject as JSON. Points stand there as the bytes of their numbers: no digit is lost or written twice. */
export function subjectText({ network, curve, ...others }: Subject): string {
  const layers = layerRuns(withBatch(network, undefined));
  return JSON.stringify({
    network: { inputDim: network.inputDim, layers, batch: batchOf(network)?.map(textOfPoint) },
    curve: { kind: curve.kind, vertices: curve.vertices.map(textOfPoint) },
    ...others,
  });
}

function textOfPoint({ buffer, byteOffset, byteLength }: Float64Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

function readPoints(name: string, texts: readonly string[]): Float64Array[] {
  return texts.map((text) => {
    const bytes = Buffer.from(text, 'base64');
    if (bytes.length % 8 !== 0 || bytes.toString('base64') !== text)
      wrongValue(name, 'points in base64', text);
    return new Float64Array(Uint8Array.from(bytes).buffer);
  });
}

/** @param subject what `subjectText` made of the subject of the task's run. */
export function taskText({ run, first, networks }: Task, owner: string, subject: string): string {
  const head = JSON.stringify({ schema: TASK_SCHEMA, ...MEASURED_BY, owner, run, first, networks });
  return `${head.slice(0, -1)},"subject":${subject}}`;
}

/** The 32 bytes by which an answer names its task. */
export function taskHash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Whose task a text is, and what is to measure it; null if it is not a task. */
export function labelOf(text: unknown): { owner: string; version: string; kernelsSha256: string } | null {
  const { data } = TASK.safeParse(parsed(text));
  return data ?? null;
}

/** @throws TypeError, RangeError for every text that `taskText` does not make. */
export function readTask(text: unknown): QueuedTask {
  const { data, error } = TASK.safeParse(parsed(text));
  if (error !== undefined) {
    const { path, message } = error.issues[0]!;
    throw valueFault('task', `a document of ${TASK_SCHEMA}`, `${cut(path.join('.'))}: ${cut(message)}`);
  }
  for (const [name, own] of Object.entries(MEASURED_BY))
    if (data[name as keyof typeof MEASURED_BY] !== own)
      wrongValue(name, own, data[name as keyof typeof MEASURED_BY]);
  const { owner, run, first, networks } = data;
  const subject = readSubject(data.subject, networks);
  const subjectKey = createHash('sha256').update(JSON.stringify(data.subject)).digest('hex');
  return { owner, run, first, networks, subject, subjectKey };
}

function parsed(text: unknown): unknown {
  if (typeof text !== 'string' || text.length > MOST_TASK_CHARACTERS) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readSubject({ network, curve, ...others }: z.output<typeof SUBJECT>, networks: number): Subject {
  const depth = network.layers.reduce((sum, { count }) => sum + count, 0);
  if (networks * depth > MOST_ENTRIES)
    wrongValue('networks', `at most ${MOST_ENTRIES} layers`, networks * depth);
  const layers = network.layers.flatMap(({ count, layer }) => new Array<unknown>(count).fill(layer));
  const { inputDim, batch } = network;
  const drawn = { inputDim, layers: layers as Layer[] };
  const subject: unknown = {
    ...others,
    network: batch === undefined ? drawn : withBatch(drawn, readPoints('batch', batch)),
    curve: { kind: curve.kind, vertices: readPoints('curve', curve.vertices) },
  };
  checkPlain('subject', subject);
  checkSubject(subject as Subject);
  return subject as Subject;
}
