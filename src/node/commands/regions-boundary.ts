/** `expressivity regions --boundary`: the decision boundary of one network where a curve crosses it. */
import { curve, curveAngle, curveLength } from '../../curve/index.ts';
import { circleRadius, withRadius } from '../../ensemble/circle-radius.ts';
import { curveSamples, echo, InputError, parseNumberList } from '../../experiment/index.ts';
import { isSelfAveraging, layerOf, type NetworkSpec, SMOOTH_SYNTAX, taylorOf } from '../../network/index.ts';
import {
  boundaryCurvatures,
  pointsBetween,
  randomReadout,
  readoutOf,
  requireHessians,
  signChanges,
  spread,
} from '../../regions/index.ts';
import { boundaryColumns, boundaryRegions } from '../../result/boundary.ts';
import { boundaryCurvatureByLayer } from '../../theory/index.ts';
import { fixedPointRadius } from '../../theory/meanfield/fixed-point-radius.ts';
import { tableOptions } from '../output.ts';
import { columnsTable } from '../table.ts';
import type { RegionsOutput, RegionsTask } from './regions-subject.ts';

const LEGEND = `layer: the space in which the boundary is seen, the input or the pre-activations of a layer. Means over the
points: gradient, the length of that of G; largest, smallest: principal curvatures, in 1 / length, positive
where the boundary bends like a ball in which G < 0; all: root of the sum of their squares.
`;

export function boundaryOutput({ experiment, subject, options, about }: RegionsTask): RegionsOutput {
  const { curve: kind, seed } = experiment;
  const samples = curveSamples(experiment);
  const { vertices, spec, index } = subject;
  const bent = subject.layers.find(({ activation }) => taylorOf(activation) === null);
  if (bent !== undefined)
    throw new InputError(
      '--boundary',
      `a smooth activation (${SMOOTH_SYNTAX}); --slice --decision takes straight pieces`,
      bent.activation.name,
    );
  requireHessians(subject);
  const input = curve(kind, withRadius(vertices, circleRadius(experiment.radius, spec, fixedPointRadius)));
  const most = readCount(options.crossings ?? '10');
  const own =
    options.readout === undefined
      ? null
      : readoutOf(subject.layers.at(-1)!.width, readNumbers(String(options.readout)));
  const network = subject.network();
  const readout = own ?? randomReadout(network, seed, index);
  const found = signChanges(network, readout, input, samples);
  const chosen = pointsBetween(network, readout, input, spread(found, most));
  const views = chosen.map((at) => ({
    at,
    layers: boundaryCurvatures(network, readout, at.point),
    theory: spec === null ? null : expected(spec, at.point),
  }));
  const { layers, points } = boundaryRegions(views);
  const document = {
    ...about,
    input: {
      curve: kind,
      length: curveLength(input),
      angle: curveAngle(input),
      dim: network.inputDim,
      samples,
    },
    readout: Array.from(readout),
    crossings: found.length,
    layers,
    points,
  };
  const total = `G changes its sign ${times(found.length)} between ${samples} samples of the ${kind}`;
  if (views.length === 0) return { document, table: `${total}: no boundary there.\n`, files: {} };
  const table = columnsTable(boundaryColumns({ layers, points }), tableOptions());
  return {
    document,
    table: `${table.trimEnd()}\n\n${total}; curvatures at ${views.length} of these points.\n${LEGEND}`,
    files: {},
  };
}

const times = (n: number) => (n === 1 ? 'once' : `${n} times`);

/** Mean field knows layers that average, of weights alone scaled by their fan-in, started from this input. */
function expected(network: NetworkSpec, point: Float64Array) {
  const { activation, sigmaW, sigmaB, density, scaling, biasScaling, weights } = layerOf(network, 1);
  if (scaling !== 'fan-in' || biasScaling === 'fan-in' || !isSelfAveraging({ weights })) return null;
  const meanSquare = point.reduce((sum, x) => sum + x * x, 0) / point.length;
  const first = density * sigmaW * sigmaW * meanSquare + sigmaB * sigmaB;
  return boundaryCurvatureByLayer({ activation, sigmaW, sigmaB, density }, network.layers.length, { first });
}

function readNumbers(text: string): number[] {
  try {
    return parseNumberList(text);
  } catch (error) {
    throw new InputError(
      '--readout',
      'numbers, one a neuron of the last layer',
      `${echo(text)} (${(error as Error).message})`,
    );
  }
}

function readCount(text: unknown): number {
  const count = /^\d+$/.test(String(text)) ? Number(text) : 0;
  if (count >= 1) return count;
  throw new InputError('--crossings', 'an integer of at least 1', echo(String(text)));
}
