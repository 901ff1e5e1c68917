/** What can be turned in space, by dragging and by arrow keys. */
import { useRef } from 'preact/hooks';
import { change, state } from '../state/store.ts';

const turned = (yaw: number, pitch: number) => ({
  yaw: Math.round(((((yaw + 180) % 360) + 360) % 360) - 180),
  pitch: Math.round(Math.max(-90, Math.min(90, pitch))),
});

const KEYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-5, 0],
  ArrowRight: [5, 0],
  ArrowUp: [0, 5],
  ArrowDown: [0, -5],
};

export function Turnable({
  label,
  children,
}: {
  readonly label: string;
  readonly children: preact.ComponentChildren;
}) {
  const from = useRef<readonly [x: number, y: number, yaw: number, pitch: number] | null>(null);
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no element for a picture that is turned
    <div
      class="turnable"
      role="group"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys turn it
      tabIndex={0}
      onKeyDown={(event) => {
        const step = KEYS[event.key];
        if (step === undefined) return;
        event.preventDefault();
        change(turned(state.value.yaw + step[0], state.value.pitch + step[1]));
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = [event.clientX, event.clientY, state.value.yaw, state.value.pitch];
      }}
      onPointerMove={({ clientX, clientY }) => {
        if (from.current === null) return;
        const [x, y, yaw, pitch] = from.current;
        change(turned(yaw + (clientX - x) / 2, pitch + (clientY - y) / 2));
      }}
      onPointerUp={() => {
        from.current = null;
      }}
    >
      {children}
    </div>
  );
}
