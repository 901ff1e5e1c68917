/** The layers of an ONNX chain, operation by operation. */
import {
  type Activation,
  type AnyLayerArrays,
  type GivenConv2d,
  type GivenMaxout,
  type LayerArrays,
  type ResidualArrays,
  type Shape,
  sizeOf,
} from '../network/index.ts';
import { countOf, shownShape } from './arrays.ts';
import { type Constants, onnxActivation, refuse } from './onnx-activation.ts';
import { type OnnxBlock, type OnnxStep, PLAIN_BRANCH } from './onnx-chain.ts';
import { addend, entriesOf, gemm, matMul } from './onnx-dense.ts';
import { ONNX_PATCHES, patchLayer, shapeAfter } from './onnx-image.ts';
import { gathered, groupingOf, joinedRows, type OnnxLargest } from './onnx-maxout.ts';
import type { OnnxGraph, OnnxNode } from './onnx-model.ts';
import { type Affine, affineOf, folded, pointwise } from './onnx-norm.ts';
import { inputShape, makesFlat, pixelColumns } from './onnx-pixels.ts';

const LINEAR = { name: 'linear' } as const;
/** Weights of layers of kernel 1 in all, 32 MiB: they are not in the file. */
const MOST_ENTRIES = 2 ** 22;

type Weights = LayerArrays | GivenConv2d;

/** What goes into a residual branch. */
interface Entering {
  readonly first: boolean;
  readonly image: Shape | null;
  readonly entries: number;
}

/** A chain read up to some operation. */
export class OnnxLayers {
  readonly layers: AnyLayerArrays[] = [];
  readonly #graph: OnnxGraph;
  readonly #constants: Constants;
  /** Whether the last layer's activation is still to come, and an Add may bring its biases. */
  #bare = false;
  #open = false;
  /** The image at hand, pixel by pixel; null where there is none. */
  #image: Shape | null = null;
  /** Whether the file has made the image flat, channel by channel. */
  #flat = false;
  /** The operation before, if it is a Reshape. */
  #reshaped: OnnxNode | null = null;
  /** Whether nothing has come. */
  #first: boolean;
  /** The image that went in, where the first operation takes one. */
  #entering: Shape | null;
  readonly #isBranch: boolean;
  /** What acts on what enters a branch. */
  #branchActivation: Activation | null = null;
  #folded = 0;
  #pointwise = 0;
  #entries: number;

  constructor(graph: OnnxGraph, constants: Constants, entering: Entering | null = null) {
    this.#graph = graph;
    this.#constants = constants;
    this.#first = entering?.first ?? true;
    this.#image = this.#entering = entering?.image ?? null;
    this.#entries = entering?.entries ?? 0;
    this.#isBranch = entering !== null;
  }

  add(step: OnnxStep): void {
    if ('sum' in step) this.#block(step);
    else if ('max' in step) this.#largest(step);
    else this.#operation(step);
    this.#reshaped = 'op' in step && step.op === 'Reshape' ? step : null;
    this.#first = false;
  }

  #operation(node: OnnxNode): void {
    const { op } = node;
    if (op === 'Gemm' || op === 'MatMul') this.#dense(node);
    else if (ONNX_PATCHES.includes(op)) this.#patches(node);
    else if (op === 'Add') this.#biases(node);
    else if (op === 'BatchNormalization') this.#norm(node);
    else if (op === 'ReduceMax') this.#units(node);
    else if (['Flatten', 'Reshape', 'Squeeze', 'Unsqueeze'].includes(op)) this.#reshape(node);
    else this.#activation(node);
  }

  /** What was changed, a clause each. */
  get notes(): string[] {
    const made: string[] = [];
    const shape = this.#entering;
    if (shape !== null && shape[2] > 1)
      made.push(
        `inputs are images of ${shape.join(' × ')}, pixel by pixel, not channel by channel as in the file`,
      );
    if (this.#folded > 0) made.push(`batch normalisation (${this.#folded}) is part of the weights before it`);
    if (this.#pointwise > 0)
      made.push(
        `operations without weights right before them (${this.#pointwise}) became layers of their own`,
      );
    return made;
  }

  #dense(node: OnnxNode): void {
    this.#rows(node, node.op === 'Gemm' ? gemm(node, this.#constants) : matMul(node, this.#constants));
  }

  #rows(node: OnnxNode, made: LayerArrays): void {
    const image = this.#image;
    if (image !== null && !this.#flat) refuse(node, 'Flatten or Reshape between an image and dense layers');
    if (image !== null && made.fanIn !== sizeOf(image))
      refuse(node, `${sizeOf(image)} inputs, the whole image before it (not ${made.fanIn})`);
    this.#push(
      image !== null && isTurned(image) ? { ...made, weights: pixelColumns(made, image) } : made,
      null,
    );
    this.#open = made.biases === undefined;
  }

  /** The largest of several products. */
  #largest(step: OnnxLargest): void {
    const [rows, maxout] = joinedRows(step, this.#constants);
    this.#rows(step.max, { ...rows, activation: LINEAR });
    this.#pushUnits(maxout);
  }

  /** The largest of every group of rows. */
  #units(node: OnnxNode): void {
    if (this.#isBranch) refuse(node, PLAIN_BRANCH);
    const last = this.layers.at(-1);
    if (last === undefined || 'type' in last) throw refuse(node, 'groups of the rows of a Gemm or MatMul');
    const { maxout, apart } = groupingOf(node, this.#reshaped, last.width, this.#graph, this.#constants);
    const rows = apart ? gathered(last, maxout) : last;
    this.#replace({ ...rows, activation: rows.activation ?? LINEAR });
    this.#pushUnits(maxout);
  }

  /** Nothing acts on them. */
  #pushUnits(maxout: GivenMaxout): void {
    this.#push(maxout, null);
    this.#bare = false;
    this.#open = false;
  }

  /** What a branch makes, added to what a shortcut makes of the same, or to what goes into it. */
  #block({ sum, branch, shortcut }: OnnxBlock): void {
    const before = this.#image;
    if (before !== null && this.#flat && isTurned(before))
      refuse(sum, 'no residual connection around an image that was made flat');
    const image = this.#flat ? null : before;
    const inner = this.#arm(sum, branch, image);
    const first = inner.layers[0] as Weights;
    if (this.#first) this.#entering = inner.#entering;
    const beside = shortcut.length === 0 ? null : this.#arm(sum, shortcut, image);
    if (beside !== null && beside.#branchActivation !== null)
      refuse(sum, 'at most one arm of a residual connection that begins with an activation');
    const from = this.#first ? inner.#entering : image;
    const onto = beside === null ? from : beside.#image;
    const inputs = this.layers.at(-1)?.width ?? ('type' in first ? sizeOf(first.inputShape) : first.fanIn);
    const arms = beside === null ? [inner] : [inner, beside];
    const summands = beside === null ? inputs : beside.layers.at(-1)!.width;
    const [shape, to] = [onto, inner.#image].map((own) => own?.join(' × '));
    const { width } = inner.layers.at(-1)!;
    if (shape !== to || width !== summands || arms.some((arm) => arm.#flat)) {
      const what = beside === null ? 'its input' : 'the other arm';
      refuse(
        sum,
        `a branch whose result has the ${shape ?? summands} numbers of ${what} (not ${to ?? width})`,
      );
    }
    for (const arm of arms) {
      arm.#endStraight(sum, onto, width);
      this.#folded += arm.#folded;
      this.#pointwise += arm.#pointwise;
      this.#entries = arm.#entries;
    }
    const own = { type: 'residual', width, activation: LINEAR } as const;
    const branchActivation = inner.#branchActivation ?? LINEAR;
    const made = { ...own, branch: inner.#complete, branchActivation };
    this.#push(beside === null ? made : { ...made, shortcut: beside.#complete }, onto);
    this.#open = false;
  }

  /** The operations of one way from where a residual connection begins to its sum. */
  #arm(sum: OnnxNode, nodes: readonly OnnxNode[], image: Shape | null): OnnxLayers {
    const entering = { first: this.#first, image, entries: this.#entries };
    const arm = new OnnxLayers(this.#graph, this.#constants, entering);
    for (const node of nodes) arm.add(node);
    if (arm.layers.length === 0) refuse(sum, 'a Gemm, MatMul or Conv in a residual branch');
    return arm;
  }

  /** The layers of an arm; those without an activation are linear. */
  get #complete(): Weights[] {
    return (this.layers as Weights[]).map((layer) => ({ ...layer, activation: layer.activation ?? LINEAR }));
  }

  /** A last layer that is linear. */
  #endStraight(node: OnnxNode, image: Shape | null, width: number): void {
    const { activation = LINEAR } = this.layers.at(-1) as Weights;
    if (activation.name !== 'linear') this.#pushPointwise(node, image, unchanged(image?.[2] ?? width));
  }

  #patches(node: OnnxNode): void {
    if (this.#isBranch && node.op !== 'Conv') refuse(node, PLAIN_BRANCH);
    const layer = patchLayer(node, this.#constants, this.#imageBefore(node));
    this.#push(layer, shapeAfter(layer));
    this.#bare = layer.type === 'conv2d';
    this.#open = this.#bare && (node.inputs[2] ?? '') === '';
  }

  #push(layer: AnyLayerArrays, image: Shape | null): void {
    this.layers.push(layer);
    this.#bare = true;
    this.#image = image;
    this.#flat = false;
  }

  /** The image that goes into an operation. */
  #imageBefore(node: OnnxNode): Shape {
    if (this.#first) this.#image = this.#entering = inputShape(node, this.#graph);
    return this.#image === null || this.#flat ? refuse(node, 'an image before it') : this.#image;
  }

  #biases(node: OnnxNode): void {
    const last = this.layers.at(-1) as Weights;
    if (!this.#open || this.#flat) refuse(node, 'Add right behind a MatMul or Conv without biases');
    const tensor = addend(node, this.#constants);
    const rows = rowsOf(last);
    // Behind a convolution, dimensions behind the channels are those of the image.
    const places = tensor.shape.slice(-2);
    if ('type' in last && countOf(tensor.shape) > 1 && (tensor.shape.length < 3 || countOf(places) !== 1))
      refuse(node, `a bias for each of ${rows} channels (not shape ${shownShape(tensor.shape)})`);
    this.#replace({ ...last, biases: entriesOf(node, tensor, rows) });
    this.#open = false;
  }

  #norm(node: OnnxNode): void {
    const last = this.layers.at(-1);
    if (this.#bare && !this.#flat && last !== undefined && 'weights' in last) {
      this.#replace(folded(last, affineOf(node, this.#constants, rowsOf(last))));
      this.#folded++;
    } else {
      if (this.#flat) refuse(node, 'weights right before it, or an image');
      const image = this.#image === null && last !== undefined ? null : this.#imageBefore(node);
      this.#pushPointwise(node, image, affineOf(node, this.#constants, image?.[2] ?? last!.width));
    }
    this.#open = false;
  }

  #activation(node: OnnxNode): void {
    const activation = onnxActivation(node, this.#constants);
    if (this.layers.length === 0 && this.#isBranch && this.#branchActivation === null) {
      this.#branchActivation = activation;
      return;
    }
    if (this.layers.length === 0) refuse(node, 'a Gemm, MatMul or Conv before the first activation');
    if (!this.#bare) {
      const [image, flat] = [this.#image, this.#flat];
      if (image === null || 'weights' in this.layers.at(-1)!) refuse(node, 'one activation a layer');
      this.#pushPointwise(node, image, unchanged(image[2]));
      this.#flat = flat;
    }
    this.#replace({ ...(this.layers.at(-1) as Weights | ResidualArrays), activation });
    this.#bare = false;
    this.#open = false;
  }

  #pushPointwise(node: OnnxNode, image: Shape | null, affine: Affine): void {
    const channels = affine.factors.length;
    this.#entries += channels * channels;
    if (this.#entries > MOST_ENTRIES)
      refuse(node, `weights right before it: ${channels} channels are too many`);
    this.#pointwise++;
    this.#push(pointwise(image, affine), image);
  }

  #replace(layer: AnyLayerArrays): void {
    this.layers[this.layers.length - 1] = layer;
  }

  /** An image may become flat, and nothing else. */
  #reshape(node: OnnxNode): void {
    if (this.#image === null || this.#flat) return;
    if (!makesFlat(node, this.#constants, this.#image))
      refuse(node, 'an image to become flat: batch × numbers');
    this.#flat = true;
  }
}

/** Whether an image lies in another order than in a file. */
function isTurned([height, width, channels]: Shape): boolean {
  return channels > 1 && height * width > 1;
}

/** The identity. */
function unchanged(channels: number): Affine {
  return { factors: new Float64Array(channels).fill(1), summands: new Float64Array(channels) };
}

/** Numbers of biases: one a row of weights. */
function rowsOf(layer: Weights): number {
  return 'type' in layer ? layer.channels : layer.width;
}
