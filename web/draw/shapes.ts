/** What pictures are made of: plain data that goes to the screen, to an SVG file and to a PNG file alike. */

export type Shape =
  | {
      readonly kind: 'path';
      /** x and y of each point in turn; NaN breaks the line. */
      readonly points: ArrayLike<number>;
      readonly closed?: boolean;
      readonly stroke?: string;
      readonly width?: number;
      readonly dash?: readonly number[];
      readonly fill?: string;
      readonly alpha?: number;
    }
  | {
      readonly kind: 'dot';
      readonly x: number;
      readonly y: number;
      readonly r: number;
      readonly fill: string;
      readonly stroke?: string;
    }
  | {
      readonly kind: 'rect';
      readonly x: number;
      readonly y: number;
      readonly w: number;
      readonly h: number;
      readonly fill: string;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly fill: string;
      readonly size?: number;
      readonly anchor?: 'start' | 'middle' | 'end';
      /** Degrees about its point. */
      readonly turn?: number;
    };

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  readonly shapes: readonly Shape[];
}

/** The same shapes elsewhere. */
export function moved(shapes: readonly Shape[], dx: number, dy: number): Shape[] {
  return shapes.map((shape) => {
    if (shape.kind !== 'path') return { ...shape, x: shape.x + dx, y: shape.y + dy };
    return {
      ...shape,
      points: Float64Array.from(shape.points, (value, i) => value + (i % 2 === 0 ? dx : dy)),
    };
  });
}
