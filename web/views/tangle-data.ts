/** What Tangle shows, made of the worker's answers: pictures and tables as plain data. */
import type { ExperimentInput } from 'expressivity';
import type { Palette } from '../draw/colours.ts';
import { moved, type Picture } from '../draw/shapes.ts';
import { between, type Cloud, cloudOf, curveShapes, inputCloud } from '../draw/tangle.ts';
import type { Table } from '../parts/files.ts';
import { drawnPoints } from '../state/drawn.ts';
import { tangleExperiment } from '../state/experiment.ts';
import type { State } from '../state/fields.ts';
import type { CurveData, TangleImages, TangleInput, TangleNumbers } from '../workers/messages.ts';

export interface TangleAnswer {
  readonly images: TangleImages | null;
  readonly numbers: TangleNumbers | null;
}

/** `digits` holds the two digits once they are loaded. */
export function curveData(
  state: State,
  digits: readonly Float64Array[] | null,
): CurveData | undefined | null {
  if (state.curve === 'drawn') return { kind: 'plane', points: drawnPoints(state.drawn) };
  if (state.curve === 'digits') return digits === null ? null : { kind: 'vertices', vertices: digits };
  return undefined;
}

export function tangleInput(state: State, digits: readonly Float64Array[] | null): TangleInput | null {
  const vertices = curveData(state, digits);
  if (vertices === null) return null;
  const experiment: ExperimentInput = tangleExperiment(state);
  return { experiment, vertices };
}

/** The input and the image in each layer. */
export function cloudsOf(state: State, images: TangleImages | null): readonly Cloud[] {
  const { curve, drawn, points } = state;
  const clouds = [inputCloud(curve, curve === 'drawn' ? drawnPoints(drawn) : [], points)];
  for (const { projections, count } of images?.layers ?? []) {
    const samples = count === 0 ? points : projections.length / count;
    clouds.push(cloudOf(projections, count, clouds.at(-1), samples));
  }
  return clouds;
}

/** The image between two layers. */
export function cloudAt(clouds: readonly Cloud[], layer: number): Cloud {
  const at = Math.min(Math.max(0, layer), clouds.length - 1);
  const low = Math.floor(at);
  return between(clouds[low]!, clouds[Math.min(low + 1, clouds.length - 1)]!, at - low);
}

export interface Look {
  readonly palette: Palette;
  readonly yaw: number;
  readonly pitch: number;
}

export function curvePicture(
  cloud: Cloud,
  side: number,
  { palette, yaw, pitch }: Look,
  thickness: number,
): Picture {
  const shapes = curveShapes(cloud, side, { yaw, pitch, dark: palette.dark, thickness });
  return { width: side, height: side, background: palette.background, shapes };
}

/** All layers side by side, with their numbers, for files. */
export function stripPicture(clouds: readonly Cloud[], captions: readonly string[], look: Look): Picture {
  const [side, each, row] = [150, 160, 190];
  const columns = Math.min(6, clouds.length);
  const shapes = clouds.flatMap((cloud, l) => {
    const [x, y] = [(l % columns) * each, Math.floor(l / columns) * row];
    const { shapes: curve } = curvePicture(cloud, side, look, 1.4);
    const text = {
      kind: 'text',
      x: x + side / 2,
      y: y + side + 16,
      text: captions[l] ?? '',
      size: 10,
    } as const;
    return [...moved(curve, x, y), { ...text, anchor: 'middle', fill: look.palette.ink } as const];
  });
  const height = row * Math.ceil(clouds.length / columns);
  return { width: each * columns, height, background: look.palette.background, shapes };
}

/** Numbers as the page prints them; tables and files have all digits. */
export function short(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e5 || size < 1e-3)) return value.toExponential(2);
  return String(Number(value.toPrecision(4)));
}

export function tangleTable(answer: TangleAnswer | null): Table {
  const { images, numbers } = answer ?? { images: null, numbers: null };
  return {
    columns: ['layer', 'length', 'growth', 'transitions', 'share1', 'share2', 'share3'],
    rows: (images?.layers ?? []).map(({ shares }, l) => {
      const { length = null, growth = null, transitions = null } = numbers?.layers[l] ?? {};
      return [l + 1, length, growth, transitions, ...[0, 1, 2].map((k) => shares[k] ?? null)];
    }),
  };
}
