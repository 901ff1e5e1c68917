export { Workspace } from './measure.ts';
export type { LengthRecord, ScaledColumn } from './record.ts';
export { exponentOf, ldexp, SMALLEST_NORMAL } from './scaled.ts';
export type { Subject } from './subject.ts';
