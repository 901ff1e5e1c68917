/** A picture on a canvas, painted again when it changes. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { paintInTasks } from '../draw/paint.ts';
import type { Picture } from '../draw/shapes.ts';

interface Props {
  readonly picture: Picture;
  /** What a screen reader says. */
  readonly label: string;
  readonly class?: string;
  /** Called when the picture is there. */
  readonly onPainted?: () => void;
}

export function Canvas({ picture, label, class: name, onPainted }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => paintInTasks(canvas.current!, picture, () => onPainted?.()), [picture]);
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
