/** Workspaces in modules of their own: a page loads the code of an estimator where a subject asks for it. */
import type { Estimator } from '../experiment/measures.ts';
import {
  estimatorOf,
  isMeasuredAtSamples,
  type Measuring,
  type OpenWorkspace,
  opening,
  type Workspaces,
} from './open.ts';

const LOADS: { readonly [E in Estimator | 'measured']: () => Promise<Pick<Workspaces, E>> } = {
  polyline: async () => ({ polyline: (await import('./measure.ts')).Workspace }),
  exact: async () => ({ exact: (await import('./exact/workspace.ts')).ExactWorkspace }),
  tangent: async () => ({ tangent: (await import('./tangent.ts')).TangentWorkspace }),
  measured: async () => ({ measured: (await import('./measured.ts')).MeasuredWorkspace }),
};

/** Loads the code that measures these subjects; the function returned opens workspaces of such subjects. */
export async function loadWorkspaces(subjects: readonly Measuring[]): Promise<OpenWorkspace> {
  const names = new Set<keyof typeof LOADS>(subjects.map(estimatorOf));
  if (subjects.some(isMeasuredAtSamples)) names.add('measured');
  const loaded = await Promise.all([...names].map((name) => LOADS[name]()));
  return opening(Object.assign({}, ...loaded));
}
