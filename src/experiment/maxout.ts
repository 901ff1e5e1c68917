/** The activation `maxout:k` of dense layers: the two layers that it stands for, and where it may stand. */
import type * as z from 'zod/mini';
import { DEFAULTS, type fields, MAX_DEPTH } from './fields.ts';
import type { LayerFields } from './input.ts';
import { MAX_WIDTH, refuse } from './kinds.ts';
import { readMaxout } from './names.ts';

type Fields = z.output<typeof fields>;
type Shaped = Pick<Fields, 'width' | 'depth' | 'widths' | 'layers' | 'activation'>;

/**
 * Layers with every `maxout:k` written out: k rows a unit, linear, and the largest of every k of them. `null`
 * where width, depth and activation say it all.
 */
export function writtenLayers(fields: Shaped): LayerFields[] | null {
  const layers = unitLayers(fields)?.flatMap((layer): LayerFields[] => {
    const pieces = piecesOf(layer);
    if (pieces === null || layer.type !== 'dense') return [layer];
    const rows = { ...layer, width: rowsOf(layer), activation: 'linear' };
    return [rows, { type: 'maxout', pieces }];
  });
  return layers ?? null;
}

/** Units of the first layer where it is a `maxout:k`: the number of inputs where nothing else says it. */
export function firstUnits(fields: Shaped): number | null {
  const first = unitLayers(fields)?.[0];
  return first?.type === 'dense' && piecesOf(first) !== null ? first.width : null;
}

/** Refuses `maxout:k` where it cannot be written out. */
export function checkMaxout(fields: Fields, context: z.core.$RefinementCtx<Fields>): void {
  const { width, layers, networkFile } = fields;
  const activations = [fields.activation].flat();
  const units = activations.find((name) => readMaxout(name) !== null);
  const say = (field: keyof Fields, expected: string, got: string) => refuse(context, [field], expected, got);
  if (units !== undefined) {
    if (networkFile) say('activation', 'an activation other than maxout beside networkFile', units);
    else if (layers)
      say('activation', 'maxout:k in the dense layers themselves, because the experiment has layers', units);
    else if (activations.length > 1)
      say('activation', `${units} without others`, `a sweep of ${activations.length}`);
    else if (Array.isArray(width)) say('width', `one value beside ${units}`, `a sweep of ${width.length}`);
  }
  checkRows(fields, context);
}

/** Written out, layers are within the limits of layers. */
function checkRows(fields: Fields, context: z.core.$RefinementCtx<Fields>): void {
  const units = unitLayers(fields) ?? [];
  const wide = units.findIndex((layer) => rowsOf(layer) > MAX_WIDTH);
  if (wide >= 0) {
    const path = fields.layers ? ['layers', wide, 'activation'] : ['activation'];
    const most = MAX_WIDTH.toLocaleString('en-US');
    refuse(context, path, `at most ${most} rows in a layer`, rowsOf(units[wide]!));
  }
  const count = units.length + units.filter((layer) => piecesOf(layer) !== null).length;
  const field = fields.layers ? 'layers' : fields.widths ? 'widths' : 'depth';
  const most = MAX_DEPTH.toLocaleString('en-US');
  if (count > MAX_DEPTH) refuse(context, [field], `at most ${most} layers, two for every maxout:k`, count);
}

/** The layers that an experiment lists; those of width and depth where their activation is `maxout:k`. */
function unitLayers({ width, depth, widths, layers, activation }: Shaped): readonly LayerFields[] | null {
  if (layers) return layers;
  if (typeof activation !== 'string' || readMaxout(activation) === null) return null;
  const alike = () => new Array(depth ?? DEFAULTS.depth).fill(width ?? DEFAULTS.width);
  return (widths ?? alike()).map((n) => ({ type: 'dense', width: n, activation }));
}

/** The k of a layer's `maxout:k`; null for other layers. */
function piecesOf(layer: LayerFields): number | null {
  return layer.type === 'dense' && layer.activation !== undefined ? readMaxout(layer.activation) : null;
}

/** Rows of weights of a dense layer's units; 0 of other layers. */
function rowsOf(layer: LayerFields): number {
  return layer.type === 'dense' ? layer.width * (piecesOf(layer) ?? 1) : 0;
}
