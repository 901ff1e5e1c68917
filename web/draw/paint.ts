/** Shapes on a canvas. */
import type { Picture, Shape } from './shapes.ts';

export const FONT = 'system-ui, sans-serif';
const SOLID: readonly number[] = [];

/** Sizes the canvas for the screen's pixels and paints the picture. */
export function paint(canvas: HTMLCanvasElement, picture: Picture, ratio = devicePixelRatio): void {
  const context = prepared(canvas, picture, ratio);
  for (const shape of picture.shapes) paintShape(context, shape);
}

/** Points of paths that are painted in one task: without a GPU some ten milliseconds. */
const POINTS_AT_ONCE = 3000;

/**
 * Paints a picture for the screen. One of many shapes is painted in several tasks, so that the page answers
 * meanwhile, on a canvas of its own whose picture appears when it is complete. `done` is called then. Returns
 * what stops it.
 */
export function paintInTasks(canvas: HTMLCanvasElement, picture: Picture, done: () => void): () => void {
  const ratio = devicePixelRatio;
  const { shapes } = picture;
  const whole = shapes.reduce((sum, shape) => sum + pointsOf(shape), 0) <= POINTS_AT_ONCE;
  const own = whole ? canvas : document.createElement('canvas');
  const context = prepared(own, picture, ratio);
  let at = 0;
  let next: ReturnType<typeof setTimeout> | undefined;
  const some = () => {
    for (let points = 0; at < shapes.length && (whole || points < POINTS_AT_ONCE); at++) {
      paintShape(context, shapes[at]!);
      points += pointsOf(shapes[at]!);
    }
    if (at < shapes.length) {
      next = setTimeout(some, 0);
      return;
    }
    if (!whole) {
      const shown = prepared(canvas, picture, ratio);
      shown.drawImage(own, 0, 0, picture.width, picture.height);
    }
    done();
  };
  some();
  return () => clearTimeout(next);
}

const pointsOf = (shape: Shape) => (shape.kind === 'path' ? shape.points.length / 2 : 1);

function prepared(canvas: HTMLCanvasElement, picture: Picture, ratio: number): CanvasRenderingContext2D {
  const [width, height] = [Math.round(picture.width * ratio), Math.round(picture.height * ratio)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d')!;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = picture.background;
  context.fillRect(0, 0, picture.width, picture.height);
  context.lineJoin = 'round';
  context.lineCap = 'round';
  return context;
}

function paintShape(context: CanvasRenderingContext2D, shape: Shape): void {
  switch (shape.kind) {
    case 'rect':
      context.fillStyle = shape.fill;
      context.fillRect(shape.x, shape.y, shape.w, shape.h);
      return;
    case 'dot':
      context.beginPath();
      context.arc(shape.x, shape.y, shape.r, 0, 2 * Math.PI);
      context.fillStyle = shape.fill;
      context.fill();
      if (shape.stroke === undefined) return;
      context.strokeStyle = shape.stroke;
      context.lineWidth = 1.5;
      context.stroke();
      return;
    case 'text':
      context.save();
      context.translate(shape.x, shape.y);
      if (shape.turn !== undefined) context.rotate((shape.turn * Math.PI) / 180);
      context.font = `${shape.size ?? 12}px ${FONT}`;
      context.textAlign = shape.anchor === 'middle' ? 'center' : (shape.anchor ?? 'start');
      context.fillStyle = shape.fill;
      context.fillText(shape.text, 0, 0);
      context.restore();
      return;
    case 'path':
      paintPath(context, shape);
  }
}

function paintPath(context: CanvasRenderingContext2D, path: Extract<Shape, { kind: 'path' }>): void {
  const { points } = path;
  if (path.alpha !== undefined) context.globalAlpha = path.alpha;
  context.beginPath();
  let pen = false;
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [x, y] = [points[i]!, points[i + 1]!];
    if (!Number.isFinite(x + y)) pen = false;
    else if (pen) context.lineTo(x, y);
    else {
      context.moveTo(x, y);
      pen = true;
    }
  }
  if (path.closed) context.closePath();
  if (path.fill !== undefined) {
    context.fillStyle = path.fill;
    context.fill();
  }
  if (path.stroke !== undefined) {
    context.strokeStyle = path.stroke;
    context.lineWidth = path.width ?? 1;
    // Most lines are solid, and setting what is set takes longer than drawing them.
    if (path.dash) {
      context.setLineDash(path.dash);
      context.lineCap = 'butt';
    }
    context.stroke();
    if (path.dash) {
      context.setLineDash(SOLID);
      context.lineCap = 'round';
    }
  }
  if (path.alpha !== undefined) context.globalAlpha = 1;
}
