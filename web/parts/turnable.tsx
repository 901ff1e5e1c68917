/** What can be turned in space, by dragging and by arrow keys. */
import { useRef } from 'preact/hooks';
import { change, state } from '../state/store.ts';
import { arrowKeys, Movable } from './movable.tsx';

const turned = (yaw: number, pitch: number) => ({
  yaw: Math.round(((((yaw + 180) % 360) + 360) % 360) - 180),
  pitch: Math.round(Math.max(-90, Math.min(90, pitch))),
});

const KEYS = arrowKeys(5, (yaw, pitch) => change(turned(state.value.yaw + yaw, state.value.pitch + pitch)));

export function Turnable({
  label,
  children,
}: {
  readonly label: string;
  readonly children: preact.ComponentChildren;
}) {
  const from = useRef<readonly [x: number, y: number, yaw: number, pitch: number]>([0, 0, 0, 0]);
  return (
    <Movable
      class="turnable"
      label={label}
      keys={KEYS}
      onPress={({ clientX, clientY }) => {
        from.current = [clientX, clientY, state.value.yaw, state.value.pitch];
      }}
      onDrag={({ clientX, clientY }) => {
        const [x, y, yaw, pitch] = from.current;
        change(turned(yaw + (clientX - x) / 2, pitch + (clientY - y) / 2));
      }}
    >
      {children}
    </Movable>
  );
}
