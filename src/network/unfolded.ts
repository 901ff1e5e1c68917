/**
 * Networks with residual blocks as chains of layers, which is how they are multiplied. In a layer of the chain
 * some rows are drawn and others hand on what comes in: a block z + s V phi(W z) is a layer with the rows
 * phi(W z) and, behind them, z, and a layer whose rows are s V y, each with its own entry of z added.
 */
import type { Activation } from './activation.ts';
import {
  type Batch,
  type BatchNormLayer,
  type BranchLayer,
  type DenseLayer,
  type Layer,
  type Norm,
  type ResidualLayer,
  UNWEIGHTED,
} from './layer.ts';
import type { NetworkSpec } from './network.ts';

/** Rows of one kind, and what acts on them. */
export interface Part {
  /** First row; parts begin on a block of rows, and the rows between them are zero. */
  readonly first: number;
  readonly rows: number;
  readonly activation: Activation;
  /** Whether the rows have weights. */
  readonly drawn: boolean;
  /** Row i of the part has input `same` + i added; null: none. */
  readonly same: number | null;
}

/** What a layer of a chain has beside what says how its rows of weights, the first part, are drawn. */
interface Parted {
  readonly parts: readonly Part[];
  /** Inputs of the rows that have weights: the first ones. */
  readonly drawnInputs: number;
  /** How what comes in is normalised first; null: not at all. */
  readonly norm: Norm | null;
  /**
   * Rows that are handed on are multiplied by a factor of their own, and have a bias, by which they are
   * normalised over the images of these points; left out: they stay as they are.
   */
  readonly over?: { readonly batch: Batch; readonly epsilon: number };
}

/** A layer of a chain; `width` counts the zero rows between parts too. */
export type PartedLayer = BranchLayer & Parted;

/** A chain, and what its layers are in the network. */
export interface Chain {
  readonly spec: NetworkSpec;
  /** For each layer of the chain the layer of the network, from 1, whose image it has; 0: none. */
  readonly shown: readonly number[];
}

export function isParted(layer: Layer): layer is PartedLayer {
  return 'parts' in layer;
}

/** Whether a layer is fully connected, and no link of a chain that hands rows on. */
export function isFullyConnected(layer: Layer): layer is DenseLayer {
  return layer.type === 'dense' && !isParted(layer);
}

/** Number of values that come out and are not handed on. */
export function drawnWidth(layer: Layer): number {
  if (!isParted(layer)) return layer.width;
  return layer.parts.reduce((sum, { rows, drawn }) => sum + (drawn ? rows : 0), 0);
}

/** The part with this row, or the last one before it. */
export function partAt({ parts }: PartedLayer, row: number): Part {
  return parts.reduce((part, next) => (next.first <= row ? next : part));
}

/** Rows of a block of rows; see `random/definition.ts`. */
const BLOCK = 48;
const LINEAR: Activation = { name: 'linear' };

/** Types whose layers are links of a chain that is not the network itself. */
const LINKED: readonly Layer['type'][] = ['residual', 'layer-norm', 'rms-norm', 'batch-norm'];

function isLinked({ type }: Layer): boolean {
  return LINKED.includes(type);
}

/** Whether a network has layers that are measured as other ones: residual blocks, normalisations. */
export function hasLinks({ layers }: Pick<NetworkSpec, 'layers'>): boolean {
  return layers.some(isLinked);
}

/** Whether a layer normalises. */
export function normalises(layer: Layer): layer is Extract<Layer, Norm> {
  return 'epsilon' in layer;
}

/** The chain of a network; the network itself where it has no residual blocks. Made once. */
export function chainOf(spec: NetworkSpec): Chain {
  const known = CHAINS.get(spec) ?? makeChain(spec);
  CHAINS.set(spec, known);
  return known;
}

const CHAINS = new WeakMap<NetworkSpec, Chain>();

function makeChain(spec: NetworkSpec): Chain {
  if (!hasLinks(spec)) return { spec, shown: spec.layers.map((_, l) => l + 1) };
  const layers: Layer[] = [];
  const shown: number[] = [];
  spec.layers.forEach((layer, l) => {
    const made = linksOf(layer);
    // What comes in first has one image, however it is kept.
    if (l === 0 && isLinked(layer)) made.unshift(handedOn(layer.width, LINEAR));
    layers.push(...made);
    shown.push(...made.map((_, i) => (i === made.length - 1 ? l + 1 : 0)));
  });
  return { spec: { ...spec, layers }, shown };
}

function linksOf(layer: Layer): Layer[] {
  switch (layer.type) {
    case 'residual':
      return unfolded(layer);
    case 'batch-norm':
      if (layer.batch !== undefined) return [overBatch(layer, layer.batch)];
      return [handedOn(layer.width, layer.activation, { type: layer.type, epsilon: layer.epsilon })];
    case 'layer-norm':
    case 'rms-norm':
      return [handedOn(layer.width, layer.activation, { type: layer.type, epsilon: layer.epsilon })];
    default:
      return [layer];
  }
}

/** A layer whose rows are its inputs. */
function handedOn(width: number, activation: Activation, norm: Norm | null = null): PartedLayer {
  return parted({ ...WITHOUT, activation }, 0, [{ rows: width, activation, drawn: false, same: 0 }], norm);
}

/** Factors and biases of each network are known when it is drawn; a bias is one in units of 1. */
function overBatch({ width, activation, epsilon }: BatchNormLayer, batch: Batch): PartedLayer {
  return { ...handedOn(width, activation), sigmaB: 1, over: { batch, epsilon } };
}

/** Rows without weights. */
const WITHOUT = { type: 'dense', width: 0, ...UNWEIGHTED, density: 0 } as const;

/** @param own how the rows with weights are drawn. */
function parted(
  own: BranchLayer,
  drawnInputs: number,
  list: readonly Omit<Part, 'first'>[],
  norm: Norm | null = null,
): PartedLayer {
  let width = 0;
  const parts = list.map((part) => {
    const first = Math.ceil(width / BLOCK) * BLOCK;
    width = first + part.rows;
    return { first, ...part };
  });
  return { ...own, width, parts, drawnInputs, norm };
}

/** The layers of a block. */
function unfolded({ branch, scale, branchActivation, activation, width }: ResidualLayer): Layer[] {
  // Nothing is added: no rounding either.
  if (scale === 0) return [handedOn(width, activation)];
  const layers: PartedLayer[] = [];
  /** Where z begins in what comes in. */
  let same = 0;
  let inputs = width;
  if (branchActivation.name !== 'linear') {
    const made = parted({ ...WITHOUT, activation: branchActivation }, 0, [
      { rows: width, activation: branchActivation, drawn: false, same: 0 },
      { rows: width, activation: LINEAR, drawn: false, same: 0 },
    ]);
    layers.push(made);
    same = made.parts[1]!.first;
  }
  branch.forEach((layer, l) => {
    const rows = layer.width;
    const last = l === branch.length - 1;
    const made = last
      ? parted({ ...layer, sigmaW: scale * layer.sigmaW, sigmaB: scale * layer.sigmaB, activation }, inputs, [
          { rows, activation, drawn: true, same },
        ])
      : parted(layer, inputs, [
          { rows, activation: layer.activation, drawn: true, same: null },
          { rows: width, activation: LINEAR, drawn: false, same },
        ]);
    layers.push(made);
    same = made.parts.at(-1)!.first;
    inputs = rows;
  });
  return layers;
}
