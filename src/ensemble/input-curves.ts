/**
 * The input curves of an experiment's cells. Their shape is known before any is made, so that what does not
 * fit is refused without drawing end points.
 */
import {
  type Curve,
  type CurveShape,
  curve,
  curveAngle,
  curveLength,
  curveMeanSquare,
  endpoints,
} from '../curve/index.ts';
import { type Experiment, echo, InputError } from '../experiment/index.ts';
import { checkList, isNumeric, wrongKind } from '../input/check.ts';
import { withRadius } from './circle-radius.ts';
import type { Vertices } from './inputs.ts';

/** An input curve and what is measured of it. */
export interface InputCurve {
  readonly curve: Curve;
  readonly length: number;
  readonly angle: number;
  readonly dim: number;
  /** Mean over the curve of |x|² / n0. */
  readonly meanSquare: number;
}

export class InputCurves {
  readonly shape: CurveShape;
  readonly #experiment: Experiment;
  readonly #vertices: Vertices | undefined;
  readonly #made = new Map<string, InputCurve>();

  /**
   * @throws InputError where vertices are missing, or given beside random end points; TypeError, RangeError
   * for anything but a list of them.
   */
  constructor(experiment: Experiment, vertices: Vertices | undefined) {
    const random = isRandom(experiment.endpoints);
    const name = echo(experiment.endpoints);
    if (random && vertices !== undefined) {
      throw new InputError('endpoints', 'a name for the vertices that are given', name);
    }
    if (!random && vertices === undefined) {
      throw new InputError('endpoints', `the vertices of ${name} beside the experiment`, 'none');
    }
    if (vertices !== undefined) checkVertices(vertices);
    this.#experiment = experiment;
    this.#vertices = vertices;
    this.shape = { kind: experiment.curve, vertices: vertices ?? { length: 2 } };
  }

  /** The dimension of the input of a cell that asks for `inputDim`, or for none, and then has `fallback`. */
  dim(inputDim: number | null, fallback: number): number {
    return this.#vertices === undefined ? (inputDim ?? fallback) : this.#vertices[0]!.length;
  }

  /**
   * The curve in `dim` dimensions; a circle of `radius`, or through the end points for `null`. Each is
   * made once. @throws RangeError where the end points make no curve.
   */
  of(dim: number, radius: number | null): InputCurve {
    const key = `${dim} ${radius}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const { endpoints: kind, seed } = this.#experiment;
    const ends = isRandom(kind) ? endpoints(kind, seed, dim) : this.#vertices!;
    const made = curve(this.#experiment.curve, withRadius(ends, radius));
    const input = {
      curve: made,
      length: curveLength(made),
      angle: curveAngle(made),
      dim,
      meanSquare: curveMeanSquare(made),
    };
    this.#made.set(key, input);
    return input;
  }
}

/** What is in them is looked at when a curve is made. */
function checkVertices(vertices: Vertices): void {
  checkList('endpoints', vertices, 1);
  for (let i = 0; i < vertices.length; i++)
    if (!isNumeric(vertices[i])) wrongKind('endpoints', `an array of numbers as point ${i + 1}`, vertices[i]);
}

function isRandom(endpoints: string): endpoints is 'orthonormal' | 'gaussian' {
  return endpoints === 'orthonormal' || endpoints === 'gaussian';
}
