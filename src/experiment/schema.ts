/** The schema of a whole experiment: the fields, and what they say together. */
import * as z from 'zod/mini';
import { cut, echo } from '../input/errors.ts';
import { hasVariance, problemOfWeights, sizeOf } from '../network/index.ts';
import { EXPERIMENT_SCHEMA, type Experiment, MOST_POINTS, sweepSize } from './experiment.ts';
import { DEFAULTS, type Field, fields } from './fields.ts';
import type { LayerFields, WeightedInput } from './input.ts';
import * as kind from './kinds.ts';
import { hasOwnWeights, hasType, LAYER_FIELDS, leavesOut } from './layers.ts';
import { checkMaxout, firstUnits, writtenLayers } from './maxout.ts';
import { LENGTHS_ALONE } from './measures.ts';
import { readLaw, readMask } from './names.ts';
import { hasTangentPoints, leastPoints } from './tangents-alone.ts';

const MAX_CELLS = 100_000;
/**
 * Layers of all cells together: 100,000 cells of ten layers, or ten of 100,000. A result has about 2 kB for
 * each.
 */
const MAX_LAYERS = 1_000_000;

type Fields = z.output<typeof fields>;
type Refuse = (field: Field, expected: string, got: string | number) => void;

/** Widths stand in the layers, and a sweep must reach one of them. */
function checkLayers(fields: Fields, layers: readonly LayerFields[], refuse: Refuse): void {
  const shape = (['width', 'depth', 'widths'] as const).find((name) => fields[name] != null);
  if (shape !== undefined) refuse('layers', `either layers or ${shape}`, 'both');
  for (const name of LAYER_FIELDS) {
    const values = fields[name];
    if (Array.isArray(values) && values.length > 1 && !layers.some((layer) => leavesOut(layer, name))) {
      refuse(name, 'one value (every layer has its own)', `a sweep of ${values.length}`);
    }
  }
}

/** A shape is that of the input of layers, and says its dimension. */
function checkShape({ inputShape, inputDim, layers }: Fields, refuse: Refuse): void {
  if (!inputShape) return;
  if (!layers) refuse('inputShape', 'layers beside it', 'none');
  const size = sizeOf(inputShape);
  if (size > kind.MAX_WIDTH)
    refuse('inputShape', `at most ${kind.MAX_WIDTH.toLocaleString('en-US')} values`, inputShape.join(' × '));
  if (inputDim != null && inputDim !== size) refuse('inputDim', `${size}, the size of inputShape`, inputDim);
}

/** Points by which no layer normalises would do nothing. */
function checkBatch({ batch, layers }: Fields, context: z.core.$RefinementCtx<Fields>): void {
  if (!batch) return;
  if (!layers?.some((layer) => hasType(layer, 'batch-norm')))
    kind.refuse(context, ['batch'], 'a batch-norm layer beside it', 'none');
  // An empty list has been refused already.
  if (typeof batch.points === 'string' || batch.points.length === 0) return;
  const { length } = batch.points[0]!;
  const other = batch.points.find((point) => point.length !== length);
  if (other !== undefined)
    kind.refuse(context, ['batch', 'points'], 'points of as many numbers', `${length} and ${other.length}`);
}

/** Fields that say how network files are read. */
const READ = ['outputActivation', 'transpose'] as const;

/** Fields that say how networks are drawn. */
const DRAWN = ['density', 'mask', 'weights', 'sigmaW', 'sigmaB', 'biases', 'scaling', 'biasScaling'] as const;

interface Placed {
  readonly path: (string | number)[];
  readonly type: LayerFields['type'];
  readonly own: Pick<WeightedInput, 'weights' | 'mask' | 'density'>;
}

/** The layers with weights, those of branches included, and where they stand. */
function weighted(layers: readonly LayerFields[]): Placed[] {
  return layers.flatMap((layer, i): Placed[] => {
    const { type } = layer;
    if (type === 'residual')
      return (['shortcut', 'branch'] as const).flatMap((name) =>
        (layer[name] ?? []).flatMap((own, j) =>
          hasOwnWeights(own) ? [{ path: ['layers', i, name, j], type, own }] : [],
        ),
      );
    return hasOwnWeights(layer) ? [{ path: ['layers', i], type, own: layer }] : [];
  });
}

/** Weights that depend on each other are not masked, and a mask n:m says the density. */
function checkWeights(fields: Fields, context: z.core.$RefinementCtx<Fields>): void {
  const seen = new Set<string>();
  for (const { path, type, own } of weighted(fields.layers ?? [{ type: 'dense', width: 1 }])) {
    const lists = (['weights', 'density', 'mask'] as const).map((name) => [own[name] ?? fields[name]].flat());
    const key = JSON.stringify([type, lists]);
    if (seen.has(key)) continue;
    seen.add(key);
    const [laws, densities, masks] = lists as [string[], number[], string[]];
    for (const law of laws) {
      if (fields.untilRelativeCi != null && !hasVariance(readLaw(law))) {
        const expected = `a number of networks beside ${law} weights, which have no variance`;
        kind.refuse(context, ['untilRelativeCi'], expected, fields.untilRelativeCi);
        return;
      }
      for (const density of densities) {
        const problem = problemOfWeights({ type, weights: readLaw(law), density, mask: readMask(masks[0]!) });
        if (problem === null) continue;
        const { field, expected, got } = problem;
        kind.refuse(context, own[field] === undefined ? [field] : [...path, field], expected, got);
        return;
      }
    }
  }
}

/** Given networks bring their shape, their weights and their number. */
function checkGiven(fields: Fields, count: number, refuse: Refuse): void {
  const shape = (
    ['width', 'depth', 'widths', 'layers', 'inputShape', 'inputDim', 'untilRelativeCi'] as const
  ).find((name) => fields[name] != null);
  if (shape !== undefined) refuse(shape, 'none beside networkFile', echo(fields[shape]));
  const drawn = DRAWN.find((name) => fields[name] !== DEFAULTS[name]);
  if (drawn !== undefined) refuse(drawn, 'none beside networkFile', echo(fields[drawn]));
  if (fields.draw === 'law') refuse('draw', 'weights beside networkFile', 'law');
  if (fields.networks != null && fields.networks !== count) {
    refuse('networks', `${count}, the number of network files`, fields.networks);
  }
  if (Array.isArray(fields.activation)) {
    refuse('activation', 'one value beside networkFile', `a sweep of ${fields.activation.length}`);
  }
}

/** Other curves, and circles through other points, have no one radius. */
function checkRadius({ radius, curve, endpoints, networkFile }: Fields, refuse: Refuse): void {
  const other =
    curve !== 'circle'
      ? `a curve of ${curve}`
      : endpoints !== 'orthonormal'
        ? `endpoints ${endpoints}`
        : null;
  if (other !== null)
    refuse(
      'radius',
      'none but for a circle through orthonormal points',
      `${echo(radius)} beside ${cut(other)}`,
    );
  if (radius === 'q*' && networkFile) refuse('radius', 'a number beside networkFile', radius);
}

/** Lengths alone are those of no other measure, and samples have both ends of the curve. */
function checkMeasuring(fields: Fields, refuse: Refuse): void {
  const { measure, points } = fields;
  if (measure.includes(LENGTHS_ALONE) && measure.length > 1) {
    refuse('measure', `${LENGTHS_ALONE} alone, or other names`, measure.join(', '));
  }
  const least = leastPoints(asked(fields));
  if (points != null && points < least) {
    const most = MOST_POINTS.toLocaleString('en-US');
    refuse('points', `an integer from ${least} to ${most} (from 1 for tangents alone)`, points);
  }
}

/** The fields that say what is measured and how, as an experiment has them. */
function asked({
  measure,
  estimator,
  draw,
  networkFile,
  untilRelativeCi = null,
  layers = null,
  batch,
}: Fields) {
  const files = networkFile == null ? null : [networkFile].flat();
  return {
    measure,
    estimator,
    draw,
    networkFile: files,
    untilRelativeCi,
    layers,
    ...(batch != null && { batch }),
  };
}

/** What is wrong with several fields together. */
function checkTogether(fields: Fields, context: z.core.$RefinementCtx<Fields>): void {
  const refuse: Refuse = (field, expected, got) => kind.refuse(context, [field], expected, got);
  if (fields.widths && (fields.width != null || fields.depth != null)) {
    refuse('widths', 'either widths or width and depth', 'both');
  }
  if (fields.layers) checkLayers(fields, fields.layers, refuse);
  if (fields.networkFile) checkGiven(fields, [fields.networkFile].flat().length, refuse);
  checkMaxout(fields, context);
  checkWeights(fields, context);
  checkShape(fields, refuse);
  checkBatch(fields, context);
  const idle = READ.find((name) => fields[name] != null);
  if (!fields.networkFile && idle !== undefined) refuse(idle, 'networkFile beside it', 'none');
  if (fields.networks != null && fields.untilRelativeCi != null) {
    refuse('untilRelativeCi', 'either a number of networks or a relative interval', 'both');
  }
  if (fields.radius != null) checkRadius(fields, refuse);
  checkMeasuring(fields, refuse);
  const { cells, longest } = sweepSize(fields);
  if (cells > MAX_CELLS) refuse(longest, 'a sweep of at most 100,000 cells', cells);
  const depth = writtenLayers(fields)?.length ?? fields.widths?.length ?? fields.depth ?? DEFAULTS.depth;
  if (cells * depth > MAX_LAYERS) {
    refuse(
      fields.layers ? 'layers' : fields.widths ? 'widths' : 'depth',
      'at most 1,000,000 layers in all cells of a sweep',
      `${cells} cells of ${depth} layers`,
    );
  }
}

function normalise(fields: Fields): Experiment {
  const { $schema: _, schema: __, init: ___, inputShape, batch, ...given } = fields;
  const layers = writtenLayers(fields);
  const widths = layers === null ? (given.widths ?? null) : null;
  const { networkFile } = asked(fields);
  const shaped = widths !== null || layers !== null || networkFile !== null;
  const untilRelativeCi = given.untilRelativeCi ?? null;
  const { endpoints } = given;
  const isGenerated = inputShape == null && (endpoints === 'orthonormal' || endpoints === 'gaussian');
  return {
    schema: EXPERIMENT_SCHEMA,
    ...given,
    width: shaped ? null : (given.width ?? DEFAULTS.width),
    depth: shaped ? null : (given.depth ?? DEFAULTS.depth),
    widths,
    layers,
    ...(inputShape != null && { inputShape }),
    ...(batch != null && { batch }),
    networkFile,
    outputActivation: given.outputActivation ?? null,
    transpose: given.transpose ?? null,
    // `maxout:k` of the experiment itself stands in the layers now.
    activation: given.layers || layers === null ? given.activation : DEFAULTS.activation,
    inputDim: given.inputDim ?? (isGenerated ? firstUnits(fields) : null),
    radius: given.radius ?? null,
    mnistDir: given.mnistDir ?? null,
    points: given.points ?? (hasTangentPoints(asked(fields)) ? null : DEFAULTS.points),
    networks: untilRelativeCi === null ? (given.networks ?? networkFile?.length ?? DEFAULTS.networks) : null,
    untilRelativeCi,
  };
}

/** The zod schema of an experiment: takes what a user writes, gives an `Experiment`. */
export const experimentSchema = z.pipe(fields.check(z.superRefine(checkTogether)), z.transform(normalise));
