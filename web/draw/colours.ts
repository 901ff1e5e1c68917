/** Colours of pictures, light and dark. Blue measured, orange and others theory, as in the figures. */

export interface Palette {
  readonly background: string;
  readonly ink: string;
  readonly faint: string;
  readonly grid: string;
  readonly measured: string;
  readonly exact: string;
  readonly bound: string;
  readonly approximate: string;
  readonly pinned: string;
  readonly edge: string;
  readonly dark: boolean;
}

export const LIGHT: Palette = {
  background: '#ffffff',
  ink: '#1b2430',
  faint: '#566273',
  grid: '#dde3ea',
  measured: '#1f5fa8',
  exact: '#b3470b',
  bound: '#6a4c93',
  approximate: '#0a7d5a',
  pinned: '#7a8594',
  edge: '#111111',
  dark: false,
};

export const DARK: Palette = {
  background: '#10151c',
  ink: '#e8edf3',
  faint: '#a3b0bf',
  grid: '#2a3441',
  measured: '#7db8ff',
  exact: '#ff9d5c',
  bound: '#c9a7f5',
  approximate: '#5fd3a8',
  pinned: '#8b97a6',
  edge: '#ffffff',
  dark: true,
};

/** Colour of the point at share t of the curve; the ends of a closed one meet. */
export function alongCurve(t: number, dark: boolean): string {
  const hue = (250 + 360 * t) % 360;
  return `hsl(${Math.round(hue)} 78% ${dark ? 62 : 44}%)`;
}

const RAMP = ['#352a6b', '#2f5f9e', '#2a8f95', '#56b870', '#d3d64b', '#f7e9a0'] as const;

/** Colour of a value in [0, 1] on a map. */
export function onMap(value: number): string {
  const at = Math.min(0.9999, Math.max(0, value)) * (RAMP.length - 1);
  const [low, high] = [RAMP[Math.floor(at)]!, RAMP[Math.floor(at) + 1]!];
  const share = at - Math.floor(at);
  const channel = (k: number) => {
    const [a, b] = [low, high].map((hex) => Number.parseInt(hex.slice(1 + 2 * k, 3 + 2 * k), 16));
    return Math.round(a! + share * (b! - a!));
  };
  return `rgb(${channel(0)} ${channel(1)} ${channel(2)})`;
}

/** A colour of a pattern: the same wherever and whenever the pattern occurs. */
export function ofPattern(pattern: number, dark: boolean): string {
  const hue = (pattern * 0.618_033_988_7) % 360;
  const light = (dark ? 24 : 78) + (Math.floor(pattern / 360) % 14);
  return `hsl(${Math.round(hue)} 55% ${light}%)`;
}
