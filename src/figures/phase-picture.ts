/** Mean field over σ_w and σ_b: maps of colours over a grid, lines where one of the two has one value. */
import type { AxisSpec, PanelSpec, Picture, Series } from '../draw/picture/index.ts';
import { INK } from '../draw/picture/index.ts';
import { edgeOfChaos, type PhasePoint, type TheoryActivation } from '../theory/meanfield/index.ts';
import { heatmapPanel } from './heatmap.ts';

export interface PhaseGrid {
  readonly activation: TheoryActivation;
  /** Ascending. */
  readonly sigmaW: readonly number[];
  readonly sigmaB: readonly number[];
  readonly density: number;
  readonly dropout?: number;
  /** One row for each sigmaB, in it one point for each sigmaW. */
  readonly rows: readonly (readonly PhasePoint[])[];
}

const PANELS = [
  { name: 'chi1', label: 'slope χ₁ of the correlation map at c = 1', most: 4 },
  { name: 'cStar', label: 'fixed point c* of the correlation map', most: 1 },
  { name: 'qStar', label: 'fixed point q* of the length map', most: Infinity },
  { name: 'xiC', label: 'depth scale ξ_c of correlations, in layers', most: 30 },
] as const;

const EDGE = 'edge of chaos, χ₁ = 1';
/** With dropout the correlation map has another slope, and no edge divides phases. */
const DROPPED = { chi1: 'growth χ₁ of squared tangents', edge: 'χ₁ = 1' } as const;
/** Points of its line. */
const FINE = 81;

export function phasePicture(title: string, grid: PhaseGrid): Picture {
  const { sigmaW, sigmaB } = grid;
  if (sigmaW.length > 1 && sigmaB.length > 1)
    return {
      title,
      panels: mapPanels(grid),
      key: [
        { show: 'dotted', label: grid.dropout ? DROPPED.edge : EDGE },
        { show: 'none', label: 'White: infinite, not unique, or does not exist.' },
      ],
    };
  return { title, panels: linePanels(grid), key: [] };
}

function panelsOf({ dropout = 0 }: PhaseGrid) {
  return PANELS.map((panel) =>
    panel.name === 'chi1' && dropout > 0 ? { ...panel, label: DROPPED.chi1 } : panel,
  );
}

function mapPanels(grid: PhaseGrid): PanelSpec[] {
  const [low, high] = [grid.sigmaB[0]!, grid.sigmaB.at(-1)!];
  const edge = Array.from({ length: FINE }, (_, i) => low + ((high - low) * i) / (FINE - 1)).flatMap((y) => {
    const at = edgeOfChaos(grid.activation, { sigmaB: y, density: grid.density });
    // chi1 has sigma_w² / (1 - dropout); where it is 1, q* does not depend on either alone.
    const x = at === null ? Number.NaN : at.sigmaW * Math.sqrt(1 - (grid.dropout ?? 0));
    return x >= grid.sigmaW[0]! && x <= grid.sigmaW.at(-1)! ? [{ x, y }] : [];
  });
  const series: Series[] = [
    { colour: 'white', solid: edge },
    { colour: INK, dotted: edge },
  ];
  return panelsOf(grid).map(({ name, label, most }) => {
    const values = grid.rows.map((row) => row.map((point) => point[name]));
    const largest = values.flat().reduce<number>((a, b) => Math.max(a, b ?? 0), 0);
    return heatmapPanel({
      title: label,
      x: { label: 'σ_w', values: grid.sigmaW },
      y: { label: 'σ_b', values: grid.sigmaB },
      values,
      range: [0, Math.min(most, largest) || 1],
      series,
    });
  });
}

/** The quantities along the one axis that has several values. */
function linePanels(grid: PhaseGrid): PanelSpec[] {
  const { rows, sigmaW, sigmaB } = grid;
  const [along, label, values] =
    sigmaW.length > 1 ? (['sigmaW', 'σ_w', sigmaW] as const) : (['sigmaB', 'σ_b', sigmaB] as const);
  const x: AxisSpec = { label, domain: [values[0]!, values.at(-1)!] };
  return panelsOf(grid).map(({ name, label: title }) => ({
    title,
    x,
    y: { label: '', include: [0] },
    series: [
      {
        colour: INK,
        joined: true,
        measured: rows.flat().map((point) => ({ x: point[along], y: point[name] })),
      },
    ],
  }));
}
