export { autoDraw, type Draw } from './draw-rule.ts';
export { ExactWorkspace } from './exact.ts';
export { Workspace } from './measure.ts';
export { requireMemory, workspaceBytes } from './memory.ts';
export type { LengthRecord } from './record.ts';
export type { Subject } from './subject.ts';
