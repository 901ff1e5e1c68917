/** Workspaces of all subjects, for programs whose modules are on the disk. */
import { ExactWorkspace } from './exact/workspace.ts';
import { Workspace } from './measure.ts';
import { MeasuredWorkspace } from './measured.ts';
import { opening } from './open.ts';
import { TangentWorkspace } from './tangent.ts';

export const openWorkspace = opening({
  polyline: Workspace,
  exact: ExactWorkspace,
  tangent: TangentWorkspace,
  measured: MeasuredWorkspace,
});
