/** A picture on a canvas, painted again when it changes. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { paint } from '../draw/paint.ts';
import type { Picture } from '../draw/shapes.ts';

interface Props {
  readonly picture: Picture;
  /** What a screen reader says. */
  readonly label: string;
  readonly class?: string;
}

export function Canvas({ picture, label, class: name }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => paint(canvas.current!, picture), [picture]);
  return (
    <canvas
      ref={canvas}
      class={name}
      role="img"
      aria-label={label}
      width={picture.width}
      height={picture.height}
    />
  );
}
