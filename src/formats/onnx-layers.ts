/** The layers of an ONNX chain, operation by operation. */
import {
  type AnyLayerArrays,
  type GivenConv2d,
  type LayerArrays,
  type Shape,
  sizeOf,
} from '../network/index.ts';
import { countOf, shownShape } from './arrays.ts';
import { type Constants, onnxActivation, refuse } from './onnx-activation.ts';
import { addend, entriesOf, gemm, matMul } from './onnx-dense.ts';
import { ONNX_PATCHES, patchLayer, shapeAfter } from './onnx-image.ts';
import type { OnnxGraph, OnnxNode } from './onnx-model.ts';
import { type Affine, affineOf, folded, pointwise } from './onnx-norm.ts';
import { inputShape, makesFlat, pixelColumns } from './onnx-pixels.ts';

/** Operations that have no part in the numbers, nor in their shape. */
const NOTHING = ['Identity', 'Dropout'];
/** Weights of layers of kernel 1 in all, 32 MiB: they are not in the file. */
const MOST_ENTRIES = 2 ** 22;

type Weights = LayerArrays | GivenConv2d;

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
  /** Whether nothing but `NOTHING` has come. */
  #first = true;
  #folded = 0;
  #pointwise = 0;
  #entries = 0;

  constructor(graph: OnnxGraph, constants: Constants) {
    this.#graph = graph;
    this.#constants = constants;
  }

  add(node: OnnxNode): void {
    const { op } = node;
    if (NOTHING.includes(op)) return;
    if (op === 'Gemm' || op === 'MatMul') this.#dense(node);
    else if (ONNX_PATCHES.includes(op)) this.#patches(node);
    else if (op === 'Add') this.#biases(node);
    else if (op === 'BatchNormalization') this.#norm(node);
    else if (['Flatten', 'Reshape', 'Squeeze', 'Unsqueeze'].includes(op)) this.#reshape(node);
    else this.#activation(node);
    this.#first = false;
  }

  /** What was changed, a clause each. */
  get notes(): string[] {
    const first = this.layers[0]!;
    const made: string[] = [];
    if ('type' in first && first.inputShape[2] > 1)
      made.push(
        `inputs are images of ${first.inputShape.join(' × ')}, pixel by pixel, not channel by channel as in the file`,
      );
    if (this.#folded > 0) made.push(`batch normalisation (${this.#folded}) is part of the weights before it`);
    if (this.#pointwise > 0)
      made.push(`what has no weights right before it (${this.#pointwise}) is a convolution of kernel 1`);
    return made;
  }

  #dense(node: OnnxNode): void {
    const made = node.op === 'Gemm' ? gemm(node, this.#constants) : matMul(node, this.#constants);
    const image = this.#image;
    if (image !== null && !this.#flat) refuse(node, 'Flatten or Reshape between an image and dense layers');
    if (image !== null && made.fanIn !== sizeOf(image))
      refuse(node, `${sizeOf(image)} inputs, the whole image before it (not ${made.fanIn})`);
    const isTurned = image !== null && image[2] > 1 && image[0] * image[1] > 1;
    this.#push(isTurned ? { ...made, weights: pixelColumns(made, image) } : made, null);
    this.#open = made.biases === undefined;
  }

  #patches(node: OnnxNode): void {
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
    if (this.#first) this.#image = inputShape(node, this.#graph);
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
    if (this.#bare && !this.#flat) {
      const last = this.layers.at(-1) as Weights;
      this.#replace(folded(last, affineOf(node, this.#constants, rowsOf(last))));
      this.#folded++;
    } else {
      if (!this.#first && (this.#image === null || this.#flat))
        refuse(node, 'weights right before it, or an image');
      const image = this.#imageBefore(node);
      this.#pushPointwise(node, image, affineOf(node, this.#constants, image[2]));
    }
    this.#open = false;
  }

  #activation(node: OnnxNode): void {
    const activation = onnxActivation(node, this.#constants);
    if (this.layers.length === 0) refuse(node, 'a Gemm, MatMul or Conv before the first activation');
    if (!this.#bare) {
      const [image, flat] = [this.#image, this.#flat];
      if (image === null || 'weights' in this.layers.at(-1)!) refuse(node, 'one activation a layer');
      const factors = new Float64Array(image[2]).fill(1);
      this.#pushPointwise(node, image, { factors, summands: new Float64Array(image[2]) });
      this.#flat = flat;
    }
    this.#replace({ ...(this.layers.at(-1) as Weights), activation });
    this.#bare = false;
    this.#open = false;
  }

  #pushPointwise(node: OnnxNode, image: Shape, affine: Affine): void {
    this.#entries += image[2] ** 2;
    if (this.#entries > MOST_ENTRIES)
      refuse(node, `weights right before it: ${image[2]} channels are too many`);
    this.#pointwise++;
    this.#push(pointwise(image, affine), image);
  }

  #replace(layer: Weights): void {
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

/** Numbers of biases: one a row of weights. */
function rowsOf(layer: Weights): number {
  return 'type' in layer ? layer.channels : layer.width;
}
