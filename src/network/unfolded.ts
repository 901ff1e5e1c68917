/**
 * Networks with residual blocks as chains of layers, which is how they are multiplied. In a layer of the chain
 * some rows are drawn and others hand on what comes in: a block z + s V phi(W z) is a layer with the rows
 * phi(W z) and, behind them, z, and a layer whose rows are s V y, each with its own entry of z added. A
 * shortcut S comes first, with z handed on behind S z; then the two change places.
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
  type WeightedLayer,
} from './layer.ts';
import type { NetworkSpec } from './network.ts';

/** Inputs that are handed on: row i of a part has input `from` + i, `factor` times. */
export interface HandedOn {
  readonly from: number;
  readonly factor: number;
}

/** Rows of one kind, and what acts on them. */
export interface Part {
  /** First row; parts begin on a block of rows, and the rows between them are zero. */
  readonly first: number;
  readonly rows: number;
  readonly activation: Activation;
  /** Whether the rows have weights. */
  readonly drawn: boolean;
  /** What is added to the rows. */
  readonly adds: readonly HandedOn[];
}

/** How the first `rows` inputs of a layer of a chain are normalised; the others stay as they are. */
export type PartNorm = Norm & Shared & { readonly rows: number };

/** Rows i and i + channels share mean and variance; left out: each row has its own. */
type Shared = Pick<BatchNormLayer, 'channels'>;

/** What a layer of a chain has beside what says how its rows of weights, the first part, are drawn. */
interface Parted {
  readonly parts: readonly Part[];
  /** Inputs of the rows that have weights: the first ones. */
  readonly drawnInputs: number;
  /** How what comes in is normalised first; null: not at all. */
  readonly norm: PartNorm | null;
  /**
   * The first `rows` inputs are handed on with a factor and a bias of their own, by which they are normalised
   * over the images of these points: the first of what is added to the first part.
   */
  readonly over?: Shared & { readonly batch: Batch; readonly epsilon: number; readonly rows: number };
}

/** A layer of a chain; `width` counts the zero rows between parts too. */
export type PartedLayer = WeightedLayer & Parted;

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

type LinkedLayer = ResidualLayer | Extract<Layer, Norm>;

function isLinked(layer: Layer): layer is LinkedLayer {
  return LINKED.includes(layer.type);
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
  let inputs = spec.inputDim;
  spec.layers.forEach((layer, l) => {
    const made: readonly Layer[] = isLinked(layer) ? linksOf(layer, inputs) : [layer];
    // What comes in first has one image, however it is kept.
    const all = l === 0 && isLinked(layer) ? [handedOn(inputs, LINEAR), ...made] : made;
    layers.push(...all);
    shown.push(...all.map((_, i) => (i === all.length - 1 ? l + 1 : 0)));
    inputs = layer.width;
  });
  return { spec: { ...spec, layers }, shown };
}

/** The links of a block or a normalisation of so many inputs. */
function linksOf(layer: LinkedLayer, inputs: number): readonly Layer[] {
  const links = new Links(inputs);
  if (layer.type === 'residual') return unfolded(layer, links);
  links.add(layer, { activation: layer.activation });
  return links.made;
}

/** The links of a block; a branch of scale 0 is left out, so that nothing is rounded. */
function unfolded(block: ResidualLayer, links: Links): readonly Layer[] {
  const { branch, shortcut = [], scale, branchActivation, activation, width } = block;
  const [last] = shortcut.slice(-1);
  if (scale === 0 && last === undefined) return [handedOn(width, activation)];
  if (scale > 0) links.keep();
  for (const layer of shortcut) {
    const ends = layer === last && scale === 0;
    links.add(layer, { activation: ends ? activation : layer.activation });
  }
  if (scale === 0) return links.made;
  if (last !== undefined) links.swap(branchActivation);
  else if (branchActivation.name !== 'linear') links.part(branchActivation);
  branch.forEach((layer, l) => {
    const ending = l === branch.length - 1;
    links.add(layer, ending ? { activation, scale } : { activation: layer.activation });
  });
  return links.made;
}

/**
 * Links one after the other. The first rows that come out are what layers act on; others are kept behind
 * them.
 */
class Links {
  readonly made: PartedLayer[] = [];
  /** Rows that the next layer acts on. */
  #rows: number;
  /** Rows that are kept, and the first of them; null: none. */
  #kept: { readonly from: number; readonly rows: number } | null = null;

  constructor(inputs: number) {
    this.#rows = inputs;
  }

  /** From here on what layers act on is kept as well. */
  keep(): void {
    this.#kept = { from: 0, rows: this.#rows };
  }

  /** What layers act on, behind an activation, and what is kept, in rows of their own. */
  part(activation: Activation): void {
    this.#arrange(activation, { from: 0, rows: this.#rows }, this.#kept!);
  }

  /** What was kept is acted on, and the other way round. */
  swap(activation: Activation): void {
    this.#arrange(activation, this.#kept!, { from: 0, rows: this.#rows });
  }

  #arrange(activation: Activation, first: Kept, kept: Kept): void {
    this.#push({ ...WITHOUT, activation }, 0, first.rows, false, [{ from: first.from, factor: 1 }], kept);
    this.#rows = first.rows;
  }

  /** With a `scale`, the layer's result is added to what is kept, so many times. */
  add(layer: BranchLayer, { activation, scale }: { activation: Activation; scale?: number }): void {
    const sum = scale === undefined ? [] : [{ from: this.#kept!.from, factor: 1 }];
    const factor = scale ?? 1;
    if (!normalises(layer)) {
      const own = { ...layer, sigmaW: factor * layer.sigmaW, sigmaB: factor * layer.sigmaB, activation };
      this.#push(own, this.#rows, layer.width, true, sum, scale === undefined ? this.#kept : null);
    } else {
      // Rows that are normalised in their place are not those that are kept.
      if (this.#kept?.from === 0) {
        this.part(LINEAR);
        if (scale !== undefined) sum[0] = { from: this.#kept.from, factor: 1 };
      }
      const { type, epsilon } = layer;
      const { batch, channels } = layer.type === 'batch-norm' ? layer : {};
      const shared = { epsilon, rows: this.#rows, ...(channels && { channels }) };
      const over = batch && { batch, ...shared };
      // A bias of a batch is one in units of 1.
      const own = { ...WITHOUT, activation, ...(over && { sigmaB: 1 }) };
      const adds = [{ from: 0, factor }, ...sum];
      const kept = scale === undefined ? this.#kept : null;
      this.#push(own, 0, this.#rows, false, adds, kept, over ?? { type, ...shared });
    }
    this.#rows = layer.width;
  }

  #push(
    own: WeightedLayer,
    drawnInputs: number,
    rows: number,
    drawn: boolean,
    adds: readonly HandedOn[],
    kept: Kept | null,
    norm: PartNorm | PartedLayer['over'] | null = null,
  ): void {
    const parts = [{ rows, activation: own.activation, drawn, adds }];
    if (kept !== null)
      parts.push({
        rows: kept.rows,
        activation: LINEAR,
        drawn: false,
        adds: [{ from: kept.from, factor: 1 }],
      });
    const made = parted(own, drawnInputs, parts, norm);
    this.made.push(made);
    if (kept !== null) this.#kept = { from: made.parts[1]!.first, rows: kept.rows };
  }
}

/** Rows of what comes in. */
interface Kept {
  readonly from: number;
  readonly rows: number;
}

/** A layer whose rows are its inputs. */
function handedOn(rows: number, activation: Activation): PartedLayer {
  const part = { rows, activation, drawn: false, adds: [{ from: 0, factor: 1 }] };
  return parted({ ...WITHOUT, activation }, 0, [part], null);
}

/** Rows without weights. */
const WITHOUT = { type: 'dense', width: 0, ...UNWEIGHTED, density: 0 } as const;

/** @param own how the rows with weights are drawn. */
function parted(
  own: WeightedLayer,
  drawnInputs: number,
  list: readonly Omit<Part, 'first'>[],
  norm: PartNorm | PartedLayer['over'] | null,
): PartedLayer {
  let width = 0;
  const parts = list.map((part) => {
    const first = Math.ceil(width / BLOCK) * BLOCK;
    width = first + part.rows;
    return { first, ...part };
  });
  const made = { ...own, width, parts, drawnInputs };
  return norm && 'batch' in norm ? { ...made, norm: null, over: norm } : { ...made, norm: norm ?? null };
}
