export { Workspace } from './measure.ts';
export type { LengthRecord } from './record.ts';
export type { Subject } from './subject.ts';
