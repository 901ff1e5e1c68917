import type { Plan } from '../../ensemble/plan.ts';
import { formatNumber } from '../../result/format.ts';
import { fixedPointRadius } from '../../theory/meanfield/fixed-point-radius.ts';

/** Circles this near to that of q* are taken for it. */
const NEAR = 0.05;

/**
 * One line where a circle is not the one of Poole et al., whose pre-activations begin at the fixed point q*:
 * its first layers are then those of another length; else nothing.
 */
export function radiusNote({ experiment, cells }: Pick<Plan, 'experiment' | 'cells'>): string {
  const { curve, endpoints, radius, networkFile } = experiment;
  if (curve !== 'circle' || endpoints !== 'orthonormal' || radius === 'q*' || networkFile !== null) return '';
  const own = radius ?? 1;
  const others = cells.flatMap(({ network }) => {
    const found = fixedPointRadius(network);
    return found === null || Math.abs(own / found - 1) < NEAR ? [] : [found];
  });
  if (others.length === 0) return '';
  const [least, most] = [Math.min(...others), Math.max(...others)].map((x) => formatNumber(x, 3));
  const where = cells.length > 1 ? ` in ${others.length} of ${cells.length} cells` : '';
  const range = least === most ? least : `${least} … ${most}`;
  return `Circle: radius ${own}; the pre-activations of layer 1 have the fixed point q* of these weights and biases at ${range}${where} (--radius q*).\n`;
}
