/** What the page asks of its workers, and what they answer. Plain data and typed arrays. */
import type { ExperimentInput, MeanField, Phase, PhasePoint, PrincipalComponents, Stat } from 'expressivity';

/** The points of a curve that an experiment names and does not hold. */
export type Vertices = readonly Float64Array[] | undefined;

export interface TangleInput {
  readonly experiment: ExperimentInput;
  readonly vertices: CurveData | undefined;
}

/** What becomes the vertices of a curve: digits as they are, drawn points in the plane of two random ones. */
export type CurveData =
  | { readonly kind: 'vertices'; readonly vertices: readonly Float64Array[] }
  | { readonly kind: 'plane'; readonly points: readonly (readonly [number, number])[] };

/** The image of the curve before the activation in every layer, layer 1 first. */
export interface TangleImages {
  readonly kind: 'images';
  readonly layers: readonly PrincipalComponents[];
}
/** The numbers of that one network, as the library measures them. */
export interface TangleNumbers {
  readonly kind: 'numbers';
  readonly inputLength: number;
  readonly layers: readonly {
    readonly length: number | null;
    readonly growth: number | null;
    readonly transitions: number | null;
  }[];
}

export interface GrowthInput extends TangleInput {}
/** Estimates after so many networks, beside the theory. */
export interface GrowthResult {
  readonly networks: number;
  readonly done: boolean;
  readonly layers: readonly GrowthLayer[];
}
export interface GrowthLayer {
  readonly layer: number;
  readonly ratio: Pick<Stat, 'mean' | 'ci95' | 'median'>;
  readonly growth: Pick<Stat, 'mean' | 'ci95'>;
  readonly theory: {
    readonly priceTanner: number | null;
    readonly lower: number | null;
    readonly exact: number | null;
    readonly upper: number | null;
    readonly approximate: number | null;
  };
}

export interface PhaseInput {
  readonly activation: string;
  readonly density: number;
  readonly sigmaW: number;
  readonly sigmaB: number;
}
export interface PhaseMapInput {
  readonly activation: string;
  readonly density: number;
  readonly sigmaW: readonly number[];
  readonly sigmaB: readonly number[];
}
export interface PhaseMap {
  readonly rows: readonly (readonly PhasePoint[])[];
  /** sigmaW of the edge of chaos at each sigmaB; `null` where there is none. */
  readonly edge: readonly (number | null)[];
}
/** The chosen point and its two maps. */
export interface PhasePointResult {
  readonly field: MeanField;
  readonly phase: Phase | null;
  readonly length: { readonly q: readonly number[]; readonly next: readonly (number | null)[] };
  readonly lengthSteps: readonly number[];
  readonly correlation: { readonly c: readonly number[]; readonly next: readonly (number | null)[] };
  readonly correlationSteps: readonly number[];
}
export interface DotsInput extends PhaseInput {
  readonly width: number;
  readonly seed: number;
}
/** Measured q of consecutive layers, and correlations of points a share of the circle apart. */
export interface DotsResult {
  readonly q: readonly (readonly [from: number, to: number])[];
  readonly c: readonly (readonly [from: number, to: number])[];
}

export interface NetworkFile {
  /** Its name, or the beginning and end of it: the end tells the format. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface RegionsInput {
  readonly network: {
    readonly width: number;
    readonly depth: number;
    readonly density: number;
    readonly weights: string;
    readonly sigmaW: number;
    readonly sigmaB: number;
    readonly activation: string;
    readonly seed: number;
  };
  /** A dropped network file instead of a drawn network. */
  readonly file: NetworkFile | null;
  /** Three digits, or `null`: three random points of the seed. */
  readonly points: readonly Float64Array[] | null;
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}
export interface RegionsResult {
  /** What was assumed of a file where it says nothing. */
  readonly assumed: readonly string[];
  readonly window: readonly [x0: number, x1: number, y0: number, y1: number];
  readonly marks: readonly (readonly [number, number])[];
  readonly layers: readonly {
    readonly width: number;
    readonly regions: number;
    readonly boundaryLength: number;
    readonly boundaries: Float64Array;
  }[];
  readonly patterns: Float64Array;
  readonly areas: Float64Array;
  /** Corners of all cells; those of cell i end before `ends[i]`. */
  readonly vertices: Float64Array;
  readonly ends: Uint32Array;
  readonly area: number;
  readonly coveredArea: number;
  readonly linearRegions: number;
  readonly neurons: number;
}

/** Input and parts of the answer of every job. */
export interface Jobs {
  readonly tangle: { readonly input: TangleInput; readonly output: TangleImages | TangleNumbers };
  readonly growth: { readonly input: GrowthInput; readonly output: GrowthResult };
  readonly phaseMap: { readonly input: PhaseMapInput; readonly output: PhaseMap };
  readonly phasePoint: { readonly input: PhaseInput; readonly output: PhasePointResult };
  readonly dots: { readonly input: DotsInput; readonly output: DotsResult };
  readonly regions: { readonly input: RegionsInput; readonly output: RegionsResult };
}
export type JobName = keyof Jobs;

/** What went wrong with a job, in one sentence, and the field of the library's input that was wrong. */
export interface JobError {
  readonly message: string;
  readonly field: string | null;
}

export interface Request<J extends JobName = JobName> {
  readonly id: number;
  readonly job: J;
  readonly input: Jobs[J]['input'];
}
/** Stops the request of this number after its next part. */
export interface Cancel {
  readonly cancel: number;
}
export type Response<J extends JobName = JobName> =
  | { readonly kind: 'part'; readonly id: number; readonly value: Jobs[J]['output'] }
  | { readonly kind: 'end'; readonly id: number }
  | { readonly kind: 'error'; readonly id: number; readonly error: JobError };
