export { type Axis, type AxisKind, type AxisSpec, position } from './axis.ts';
export type { KeyItem } from './key.ts';
export type { Point, Series } from './marks.ts';
export type { PanelSpec } from './panel.ts';
export { drawPicture, type Picture } from './picture.ts';
export { FAINT, INK, type MarkSymbol, orderedColours, SYMBOLS } from './style.ts';
