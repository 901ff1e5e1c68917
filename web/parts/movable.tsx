/** Pictures that pointers drag and keys move. */
import { useRef } from 'preact/hooks';

export type Pointed = PointerEvent & { readonly currentTarget: HTMLElement };

export interface Drag {
  /** The pointer goes down. */
  readonly onPress: (event: Pointed) => void;
  /** It moves while it is down. */
  readonly onDrag: (event: Pointed) => void;
  /** It moves while it is up. */
  readonly onHover?: (event: Pointed) => void;
}

/** Handlers of an element that is dragged; it hears the pointer until that goes up, wherever it is. */
export function useDrag({ onPress, onDrag, onHover }: Drag) {
  const isDown = useRef(false);
  return {
    onPointerDown(event: Pointed) {
      event.currentTarget.setPointerCapture(event.pointerId);
      isDown.current = true;
      onPress(event);
    },
    onPointerMove(event: Pointed) {
      if (isDown.current) onDrag(event);
      else onHover?.(event);
    },
    onPointerUp() {
      isDown.current = false;
    },
  };
}

interface Props extends Drag {
  readonly class?: string;
  /** What can be done with it, for who does not see it. */
  readonly label: string;
  /** What keys do, by their names. */
  readonly keys: Readonly<Record<string, () => void>>;
  readonly onWheel?: (event: WheelEvent) => void;
  readonly children: preact.ComponentChildren;
}

export function Movable({ class: name = 'movable', label, keys, onWheel, children, ...drag }: Props) {
  const pointer = useDrag(drag);
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no element for a picture that is moved
    <div
      class={name}
      role="group"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move it
      tabIndex={0}
      onKeyDown={(event) => {
        const act = keys[event.key];
        if (act === undefined) return;
        event.preventDefault();
        act();
      }}
      onWheel={onWheel}
      {...pointer}
    >
      {children}
    </div>
  );
}

/** Where the canvas of the dragged element is. */
export function boxOf({ currentTarget }: Pointed): DOMRect {
  return currentTarget.querySelector('canvas')!.getBoundingClientRect();
}

/** Arrow keys as steps to the right and up. */
export function arrowKeys(
  size: number,
  move: (right: number, up: number) => void,
): Readonly<Record<string, () => void>> {
  return {
    ArrowLeft: () => move(-size, 0),
    ArrowRight: () => move(size, 0),
    ArrowUp: () => move(0, size),
    ArrowDown: () => move(0, -size),
  };
}
