export { autoDraw, type Draw } from './draw-rule.ts';
export { Workspace } from './measure.ts';
export { requireMemory, workspaceBytes } from './memory.ts';
export type { LengthRecord } from './record.ts';
export type { Subject } from './subject.ts';
